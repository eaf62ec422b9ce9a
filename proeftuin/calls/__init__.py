"""Open calls: forms, applications, admissibility, jury and decision."""
