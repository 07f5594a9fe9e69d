"""What happens in the sample centre: invented moments at work, questions answered, words of feedback.

Nobody in it exists. A scene's `shows` lists refs after the unit they belong to; items that say the same elsewhere in
the pack are added when it is played.
"""

from dataclasses import dataclass
from typing import Final

from sessions.bodies import Setting
from unitdata import Situation


@dataclass(frozen=True)
class Scene:
    """One customer or incident: its situations, what the assessor noted, and what it showed.

    `kept`: where the work product is that the assessor looked at, where it was not watched.
    """

    situations: tuple[Situation, ...]
    text: str
    shows: str
    setting: Setting | None = None
    kept: str = ""


SCENES: Final = {
    "welcome": Scene(
        ("routine", "face to face"),
        "Greets a couple at the door, finds out what they came for, offers seats and lays out the "
        "two tickets that fit.",
        "U09602 1.1 1.4 1.2 1.3 2.1 2.3 3.1 3.2 R1.A.i R1.B.i R1.C.i U13002 1.1 1.2 R1.A.i",
    ),
    "queue": Scene(
        ("busy", "face to face"),
        "Queue of nine and one till closed. Tells the line how long it will be, serves in turn, "
        "stays friendly throughout.",
        "U09602 1.2 1.5 1.6 2.1 2.3 3.2 R1.B.i R1.C.ii U12902 2.1 2.4 3.1 R2.A.i U13002 1.1 1.3",
    ),
    "slow afternoon": Scene(
        ("quiet", "face to face"),
        "Shop nearly empty. Uses the time to go through the fares with a family step by step and checks they follow.",
        "U09602 1.3 1.4 2.4 2.5 3.2 3.3 R1.C.iii R1.B.i U12902 2.1 3.1 R2.A.i C2.b",
    ),
    "card refused": Scene(
        ("angry", "complaint", "face to face"),
        "Card refused twice; raised voice at the counter. Moves to the side room, listens to the end, stays calm, "
        "puts the matter right and says what will happen next.",
        "U09602 1.3 1.5 1.6 1.7 2.2 2.3 3.4 R1.A.ii R1.B.i R1.C.vi U12902 2.2 3.1 R2.A.iii "
        "U13102 1.1 1.2 2.1 2.4 3.1 3.2 3.5 R1.A.i R2.A.i R3.A.i R3.B.i",
    ),
    "two leaflets": Scene(
        ("confused", "face to face"),
        "Two leaflets mixed up. Puts them side by side, goes through one line at a time, waits, and asks for it back "
        "in the person's own words.",
        "U09602 1.4 1.7 2.2 2.4 2.5 3.3 R1.A.iii R1.B.i C4.l U12902 2.4 3.1 R2.A.ii",
    ),
    "telephone": Scene(
        ("telephone", "beyond the job"),
        "Answers within three rings. The question is one for head office: says so, rings them, "
        "rings back within ten minutes.",
        "U09602 1.2 1.6 2.2 2.3 3.1 3.4 R1.A.i R1.B.ii R1.C.vii C4.m U12902 2.2 2.5 3.1 R2.A.i U13002 1.1 1.4 R1.A.ii",
    ),
    "e-mail": Scene(
        ("in writing", "different needs"),
        "Reads an e-mail twice, answers every point in plain words, and has a colleague look it over before it goes.",
        "U09602 1.4 2.2 2.3 3.2 R1.A.i R1.B.iii C4.m U12902 2.1 3.1 C2.b R3.B.iii U13002 1.2 1.4 3.1 R1.A.iii C3.d",
    ),
    "system down": Scene(
        ("let down", "busy", "face to face"),
        "Booking system down at noon. Tells everyone waiting, takes details on paper, and promises "
        "only what can be done.",
        "U09602 1.5 1.6 2.3 3.4 R1.C.iv R1.B.i U12902 2.1 2.3 2.4 3.1 R2.A.iii R2.B.iv "
        "U13102 1.5 2.1 2.2 2.3 3.3 3.4 R1.A.iv R2.A.iv R3.A.iv R3.B.ii C3.f",
    ),
    "odd request": Scene(
        ("unusual", "unconventional", "face to face"),
        "Starts as a plain refund and turns into a request nobody has had before. Keeps an open "
        "manner and finds a way.",
        "U09602 1.3 1.7 2.4 3.1 R1.A.iv R1.C.v R1.B.i U13002 2.1 2.3 3.4 R2.A.ii R3.A.ii C2.a C3.c C4.b",
    ),
    "before opening": Scene(
        ("quiet",),
        "Before opening: checks the till and printer, fills bags and forms, clears the counter, "
        "reads the day's changes.",
        "U12902 1.1 1.4 1.2 1.3 R1.A.i R1.A.ii R1.A.iii C2.a",
    ),
    "team talk": Scene(
        ("with colleagues",),
        "At the team talk asks how the new form went, takes the criticism well, and passes on what "
        "customers have said.",
        "U12902 2.5 3.2 3.3 R2.B.iv R3.B.i R3.B.ii U13002 2.4 3.3 C2.b U13102 1.3 1.4",
    ),
    "other route": Scene(
        ("unhappy", "face to face"),
        "Wanted a seat that is sold. Sees the clash with the rules, stays within what the job allows, offers the later "
        "coach, and the customer leaves content.",
        "U13002 1.2 2.1 2.2 2.3 3.1 3.2 3.4 R2.A.i R3.A.i C2.a C4.a U12902 2.5 3.1 R2.A.iii U09602 3.4 1.6",
    ),
    "wrong date": Scene(
        ("problem", "face to face"),
        "Finds a wrong date on three vouchers before anyone collects them; tells the manager, "
        "corrects them, rings the customers.",
        "U13102 1.1 1.3 1.5 2.1 2.2 2.4 3.2 3.4 3.6 R1.A.ii R1.A.v R2.A.ii R2.A.v R3.A.ii R3.A.v R3.B.ii C3.g C3.i",
    ),
    "not as promised": Scene(
        ("problem", "telephone"),
        "The brochure promised more than there is. Explains the gap, agrees on a way with the "
        "office, and rings to check.",
        "U13102 1.2 1.4 2.2 2.3 2.5 3.1 3.3 3.5 R1.A.iii R2.A.iii R3.A.iii R3.B.i C3.h C3.j",
    ),
    "turned out": Scene(
        ("routine",),
        "Uniform pressed, hair tied back, plain watch only. Plaster put on a small cut by the first "
        "aider, entered in the book.",
        "U00306 1.1 1.4 1.2 1.3 1.6 1.7 R1.A.i",
    ),
    "fire drill": Scene(
        ("fire",),
        "Announced fire drill. Raises the alarm, names each extinguisher and its use, leads the way "
        "out and answers the roll.",
        "U00306 2.1 2.2 2.3 2.4 2.5 2.6 2.7 R2.A.i R2.B.ii R2.B.iii R2.B.iv R2.B.vii R2.C.i",
        "simulation",
    ),
    "bag exercise": Scene(
        ("suspicious item",),
        "Exercise with a bag left by the seats. Touches nothing, moves people back, and reports it by the procedure.",
        "U00306 3.1 3.2 3.3 3.4 3.5 R3.A.i R3.B.i R3.B.ii",
        "simulation",
    ),
    "wet floor": Scene(
        ("hazard",),
        "Spill by the entrance: stays with it, sends for the sign and mop, warns those coming in, "
        "enters it in the log.",
        "U00306 5.1 5.2 5.3 5.4 5.5 5.6 R4.A.i R5.A.ii R5.C.i",
    ),
    "locking up": Scene(
        ("security risk",),
        "Locks up: tries every door and window, counts the keys, closes the safe, hands in a found "
        "scarf with its slip.",
        "U00306 6.1 6.2 6.3 6.4 6.5 6.6 6.7 R6.A.iii R6.B.ii R6.B.iii R6.C.i R6.C.ii R6.D.i",
    ),
    # EDI Level 3
    "regular customer": Scene(
        ("routine", "quiet", "returning customer", "happy", "own initiative"),
        "Greets a regular by name, asks how last month's lamp is doing, finds the order in seconds, and shows two "
        "things that go with it without pressing.",
        "13 13.1.b 13.1.c 13.1.f 13.2.a 13.2.b 13.2.c 13.2.d 13.2.f ER4.a ER4.c ER5.a ER6.a "
        "14 14.1.a 14.1.b 14.1.c ER4.a ER4.c 25 25.2.b 25.3.b 25.3.c ER4.a ER4.c ER6.b",
    ),
    "late van": Scene(
        ("let down", "busy", "problem", "telephone", "difficult", "own initiative"),
        "Van breaks down with four sofas on board. Rings each household before they ring, offers two new times, and "
        "waives the fee for the one who took a day off: the limit for that is on the office wall.",
        "13 13.1.d 13.1.e 13.1.g 13.2.c ER4.b ER4.d ER5.b "
        "14 14.1.d 14.1.e 14.2.a 14.2.b 14.3.a 14.3.b ER4.b ER4.d ER5.b ER6.a ER7.a "
        "25 25.1.c 25.2.a 25.2.c 25.3.d ER4.b ER5.a ER6.a "
        "32 32.1.a 32.1.b 32.1.c 32.1.d 32.1.e ER4.b ER5.b ER6.a ER7.a",
    ),
    "wrong legs": Scene(
        ("problem", "with colleagues", "with managers", "face to face"),
        "Third table this month with the wrong legs. Lists the cases, weighs two cures with the warehouse, gets the "
        "manager's word for a check before loading, and agrees who does what.",
        "25 25.2.e 25.2.f 25.3.a ER5.b 32 32.1.g 32.2.a 32.2.b 32.2.c 32.3.a ER4.a ER5.c ER6.a ER6.b ER6.c "
        "39 39.1.a 39.1.b 39.1.c 39.1.d 39.3.a 39.3.b ER4.a ER4.b ER5.a ER5.c ER6.a",
    ),
    "narrow stairs": Scene(
        ("angry", "unhappy", "complaint", "different needs", "face to face"),
        "Sofa too wide for the stairs, and anger about it. Listens to the end, explains kindly why the money cannot "
        "be given back, works out an exchange that serves both sides, and books it.",
        "26 26.1.a 26.1.c 26.2.a 26.2.b 26.2.c 26.2.d 26.2.e ER4.a ER5.a ER5.b "
        "25 25.2.d ER4.b 32 32.1.a 32.1.e 32.3.c ER4.a ER5.a ER7.a",
    ),
    # SVQ 3
    "evening rush": Scene(
        ("busy", "difficult", "new customer", "with colleagues", "face to face"),
        "Two classes end at once. Opens the second desk, sends one of the team along the queue with a list, finds a "
        "lost booking in the system, and thanks the team by name afterwards.",
        "B10 B10.1 B10.2 B10.3 ER4.b ER4.d ER5.a ER6.a D11 D11.1 D11.2 ER5.c ER6.a ER6.b ER7.a ER7.b F3 F3.2.1",
    ),
    "new class": Scene(
        ("routine", "returning customer", "with colleagues", "own initiative"),
        "Tells members about the new morning class as they book, notes who asks for what, and settles with the "
        "trainer which of them rings the waiting list.",
        "A15 A15.1 A15.2 ER4.b ER5.a ER5.b ER6.a D8 D8.1 ER4.a ER4.b ER5.a ER6.a F3 F3.1 F3.2.3",
    ),
    "locker": Scene(
        ("complaint", "angry", "referred upwards", "face to face"),
        "Voice rising over a broken locker. Sees what is coming, steps aside with the customer, checks what the rules "
        "promise, and passes the claim up with a note.",
        "C7 C7.1 ER4.a ER6.b ER7.a ER8.b F4 F4.1",
    ),
    # City & Guilds Level 4
    "planning meeting": Scene(
        ("planned", "with colleagues", "with managers"),
        "Before the new tariff: expects three times the calls, sets out lines, desks and hours, asks for two more "
        "people and gets one, and goes through the targets with the team leaders.",
        "401 1.1 1.5 2.1 2.3 403 1.2 1.3 1.4 ER4.b ER5.b "
        "406 1.1 1.3 1.4 1.2 2.1 2.2 2.4 ER4.a ER4.c ER5.a ER5.b ER5.c ER6.b ER6.c",
    ),
    "referred bill": Scene(
        ("referred upwards", "complaint", "problem", "telephone"),
        "A bill complained of twice and passed up. Takes it on, hears the customer out, puts two ways forward, and "
        "settles on payments by the month; rings again the next day.",
        "401 2.1 402 1.2 1.4 2.1 403 2.2 2.4 ER6.b ER7.c 410 1.1 1.2 1.3 2.1 2.2 2.4 ER5.a ER6.a",
    ),
    "call-back trial": Scene(
        (),
        "Report on the call-back trial: figures by week, what staff and customers said, what it cost, and two things "
        "to change. Written by the learner; the manager's initials are on each page.",
        "406 2.5 2.6 2.7 2.8 ER7.a ER7.b 411 1.5 3.1 3.2 3.3 ER7.a ER7.b",
        kept="Quality folder, shelf 0, Example Water Company",
    ),
}

ANSWERS: Final = {
    "U09602/K1": "Named safe goods, a fair refund and a true description, and told of the refund given last week.",
    "U09602/K2": "Went through the four laws, with the locked client file and the lowered counter as examples.",
    "U09602/K3": "Showed the code on the staff board and explained the rule on gifts.",
    "U09602/K4": "Spoke of the booking conditions and of the promise to answer within two days.",
    "U09602/K5": "Listed tickets, passes and insurance, and what is sold elsewhere.",
    "U09602/K6": "No discounts, no passwords over the telephone, no advice on visas.",
    "U09602/K7": "Refunds up to the set sum alone; anything above goes to the duty manager.",
    "U09602/K8": "Knew the monthly figure, own share of it, and what it means for the shop if it is missed.",
    "U09602/K11": "Slow, plain, looking at the person; people come back to where they are not made to feel small.",
    "7/7.1.a": "Began with what people ask at the door, then how delivery days and the exchange month came about.",
    "7/7.1.b": "One van and two fitters: so no evening delivery, and a call the day before instead.",
    "7/7.1.c": "A promise in the showroom lands on the warehouse; told of the week when it was too many.",
    "401/3.1": "Sets the standard, sees that people can meet it, and answers for it to the board.",
    "401/3.2": "Compared the yearly survey with the calls, and said where the two do not agree and why.",
}
OTHER_ANSWERS: Final = (
    "Explained in own words and gave an example from the week before.",
    "Sure of it; pointed to the page in the staff handbook and said why it is there.",
    "Took a moment, then gave two good examples from the counter.",
    "Right in every point after one further question.",
)
SHORTFALLS: Final = {
    "U09602/1.6": "Left the customer waiting four minutes without a word while looking for the form.",
    "U09602/2.5": "Did not check that the change of platform had been understood.",
    "U12902/2.3": "The delay was known at ten; the customer heard of it at noon.",
    "U13002/3.3": "Took the comment kindly but passed it on to nobody.",
    "C7/C7.2": "Passed the claim up, but did not say when there would be an answer.",
}
WELL: Final = (
    "Calm and warm with everyone; the queue never felt forgotten.",
    "Good questions before any offer was made.",
    "Kept every promise made, and said so when it was done.",
    "Clear steps, and time given to think.",
)
TO_DO: Final = (
    "Read the section on complaints before the next visit.",
    "Let a customer know what is happening every minute or two.",
    "Collect two e-mails, names blacked out, that show written replies.",
    "Keep a list of what was promised to whom, and tick it off.",
)
COMMENTS: Final = (
    "Glad it was seen on a busy day.",
    "I agree, and will practise the telephone part.",
    "Fair. I was nervous at first.",
    "",
)
