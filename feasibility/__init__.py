"""The feasibility engine: whether, and for whom, a cooperative housing project on a site works."""

__all__: list[str] = []
