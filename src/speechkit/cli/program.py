"""What typer makes of our commands in, the program out: with completion for a shell by name."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

from speechkit.cli.completion import named_shell


class Program(TyperGroup):
    """All commands under one name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 # typer's own
        """Take the options of the program; one for the completion may name the shell."""
        named = named_shell(args)
        if named is not None:
            option, shell = named
            asked = next(param for param in self.get_params(ctx) if option in param.opts)
            if asked.callback is not None:
                asked.callback(ctx, asked, shell)  # as typer's own where it finds out the shell
        return super().parse_args(ctx, args)
