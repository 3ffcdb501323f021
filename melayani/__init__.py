"""Melayani: public services whose promises are data, kept and measured."""
