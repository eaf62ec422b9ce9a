"""What one definition of a line becomes: a kernel, a workbook, words."""
