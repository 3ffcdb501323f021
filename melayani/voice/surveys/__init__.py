"""The public satisfaction survey (SKM): invitation, answers, index."""
