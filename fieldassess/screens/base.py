"""What every screen of this program is made of."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Generic, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.command import Hit, Hits, Provider
from textual.keys import key_to_character
from textual.message import Message
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual_enhanced.commands import CommandHits, CommandsProvider

from fieldassess.commands import ChangeTheme, Command, FindCommand, Help, Quit
from fieldassess.commands.shown import keys_of, shown_key
from fieldassess.text import plain
from fieldassess.widgets.key_bar import KeyBar, Shown
from fieldassess.wording import in_words

if TYPE_CHECKING:
    from unitdata import Pack, Vocabulary


class GoTo(Message):
    """A place on the screen, chosen in the palette by its name."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class PageCommands(CommandsProvider):
    """Gives the palette what the screen below it can do now, and the places that it can go to."""

    @classmethod
    def prompt(cls) -> str:
        return "What do you want to do?"

    def commands(self) -> CommandHits:
        for command in cast("Page[object]", self.screen).possible_commands():
            yield command()

    async def search(self, query: str) -> Hits:
        found = False
        async for hit in super().search(query):
            found = True
            yield hit
        matcher = self.matcher(query)
        for key, words in cast("Page[object]", self.screen).places():
            if match := matcher.match(words):
                found = True
                # The matcher's own highlighting would read markup in a name.
                yield Hit(match, Text(plain(words)), partial(self.screen.post_message, GoTo(key)))
        if not found:
            yield Hit(0, Text("Nothing here has that name"), lambda: None)


class Page(Screen[ScreenResultType], Generic[ScreenResultType]):
    """A screen that declares its commands once: keys, key bar, palette and help come from `COMMANDS_HERE`.

    A subclass lists commands, yields its widgets from `body`, has an `action_<name>_command` for each of them
    and says in `possible` what cannot be done now. When that changes, it calls `refresh_bindings`.
    """

    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = ()
    COMMON_COMMANDS: ClassVar[tuple[type[Command], ...]] = (Help, FindCommand, ChangeTheme, Quit)
    COMMANDS: ClassVar[set[type[Provider]]] = {PageCommands}  # type: ignore[assignment]
    HELP: ClassVar[str | None] = None
    """What the screen is for, in plain sentences, shown above its keys in help."""

    _by_action: ClassVar[dict[str, type[Command]]] = {}

    KEEPS_OPEN: ClassVar[str] = ""
    """Why the program cannot be left from here, in words; empty where it can."""

    def __init_subclass__(cls, **options: bool) -> None:
        taken = {key for command in cls.COMMANDS_HERE for key in keys_of(command)}
        common = (command for command in cls.COMMON_COMMANDS if not taken & set(keys_of(command)))
        cls._by_action = {command.action_name(): command for command in (*cls.COMMANDS_HERE, *common)}
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *Command.bindings(*cls.all_commands())]
        super().__init_subclass__(**options)

    def body(self) -> ComposeResult:
        """The widgets of the screen, without the key bar."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield KeyBar()

    def possible(self, command: type[Command]) -> bool | None:
        """Whether the command can be given now; None = not now, but the key bar shows it, muted."""
        return True

    @classmethod
    def all_commands(cls) -> tuple[type[Command], ...]:
        """Its own commands, then the common ones whose keys it does not use itself."""
        return tuple(cls._by_action.values())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        command = self._by_action.get(action)
        return super().check_action(action, parameters) if command is None else self.possible(command)

    def possible_commands(self) -> Iterator[type[Command]]:
        """What the palette lists: the commands that can be given now."""
        return (command for command in self.all_commands() if self.possible(command))

    def places(self) -> Iterable[tuple[str, str]]:
        """What the palette can go to by name: a key for `GoTo`, and words."""
        return ()

    def in_key_bar(self) -> Iterator[Shown]:
        """What the key bar shows."""
        for command in self.all_commands():
            state = self.possible(command)
            if command.SHOW_IN_FOOTER and state is not False:
                key = next((shown_key(key) for key in keys_of(command) if not self._types(key)), "")
                yield Shown(command.action_name(), key, self.label(command), bool(state))

    def label(self, command: type[Command]) -> str:
        """What the key bar calls the command now."""
        return self.spoken(command.FOOTER_TEXT or command.command())

    @property
    def vocabulary(self) -> "Vocabulary | None":
        """The awarding body's words, while the screen is about one qualification."""
        return None

    @property
    def stated(self) -> "tuple[Pack, str] | None":
        """The qualification, and the statement (`UNIT/ref`) under the cursor, where there is one."""
        return None

    def spoken(self, text: str) -> str:
        """A sentence of ours in the words of the body whose qualification is on the screen."""
        return in_words(text, self.vocabulary)

    def _types(self, key: str) -> bool:
        """Whether the key would go into a text being typed."""
        return self.focused is not None and self.focused.check_consume_key(key, key_to_character(key))

    def action_help_command(self) -> None:
        from fieldassess.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_full_wording_command(self) -> None:
        from fieldassess.screens.wording import WordingBox

        if self.stated:
            self.app.push_screen(WordingBox(*self.stated))

    def action_back_command(self) -> None:
        self.dismiss()


class Dialog(Page[ScreenResultType], ModalScreen[ScreenResultType]):
    """A page over another one, which waits until it is answered."""

    COMMON_COMMANDS = ()
