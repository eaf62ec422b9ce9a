"""Feasibility studies that are kept, compared, shared and handed over: the only app that calls the engine."""
