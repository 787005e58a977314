"""Kịch bản điều hành: the agenda to the minute, with everybody's exact words and cues."""
