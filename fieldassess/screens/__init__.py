"""The screens, a module or a package each. Importing this package imports none of them: they are slow to load."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fieldassess.screens.base import Page


def every_page() -> "list[type[Page[Any]]]":
    """Every screen and dialog that has a title, by title. Imports them all."""
    import pkgutil
    from importlib import import_module

    from fieldassess.screens.base import Page

    for module in pkgutil.walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
    found: dict[str, type[Page[Any]]] = {}
    waiting: list[type[Page[Any]]] = [Page]
    while waiting:
        page = waiting.pop()
        waiting += page.__subclasses__()
        if page.__dict__.get("TITLE") and page.__module__.startswith("fieldassess."):
            found[page.__qualname__] = page
    return sorted(found.values(), key=lambda page: str(page.TITLE))
