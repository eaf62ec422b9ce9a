"""Members and their capital: joining, saving, withdrawing, and what may be paid out."""

from __future__ import annotations

from feasibility.formula import Line
from feasibility.model.lines import year

LINES: tuple[Line, ...] = (
    year("share_target", "factor", "prev(share_target) * (1 + share_index * share_indexed * use)", "Streefwaarde per euro inbreng", "Target value per euro paid in", per="share", start="1"),
    year("book_value", "factor",
         "when(prev(capital) > 0.005, max(0, prev(equity) - prev(subsidies_left) - reserves_locked * max(0, prev(retained))) / prev(capital), 1)",
         "Boekwaarde per euro inbreng", "Book value per euro paid in",
         note_nl="Eigen vermogen zonder subsidies en zonder de reserves waarop wie uittreedt geen recht heeft.",
         note_en="Equity without subsidies and without the reserves to which who withdraws has no right."),
    year("share_value", "factor", "when(share_book > 0.5, min(share_target, book_value), share_target)", "Waarde per euro inbreng", "Value per euro paid in", per="share",
         sources=("https://www.wooncoop.be/voorwaarden/",)),
    year("share_exit_asked", "eur", "min(prev(share_capital), share_turnover * turnover_factor * prev(share_capital) * use + prev(share_waiting))",
         "Gevraagde uittreding tegen nominale waarde", "Withdrawal asked at nominal value", per="share"),
    year("exit_asked", "eur", "total(share_exit_asked * share_value)", "Gevraagde uittredingen", "Withdrawals asked"),
    year("room_cash", "eur", "max(0, prev(cash) + cash_before - reserve - working_capital)", "Ruimte in de kas", "Room in cash",
         note_nl="Liquiditeitstest: uitkeringen laten de reserve en het werkkapitaal onaangeroerd.",
         note_en="Liquidity test: payments out leave the reserve and the working capital untouched.",
         sources=("WVV 6:115–6:116, not seen in full",)),
    year("room_assets", "eur", "max(0, prev(equity))", "Ruimte in het nettoactief", "Room in net assets",
         note_nl="Balanstest: het nettoactief mag niet negatief worden.",
         note_en="Net-asset test: net assets may not become negative."),
    year("exit_room", "eur", "min(room_assets, when(reentry < 0.9999, room_cash / (1 - min(reentry, 0.9999)), exit_asked))", "Ruimte voor uittredingen", "Room for withdrawals", step=True),
    year("exit_share", "share", "when(exit_asked > 0.005, min(1, exit_room / max(exit_asked, 0.005)), 0)", "Deel van de uittredingen dat betaald wordt", "Share of the withdrawals that is paid", step=True),
    year("share_exit", "eur", "share_exit_asked * exit_share", "Uittreding tegen nominale waarde", "Withdrawn at nominal value", per="share"),
    year("share_waiting", "eur", "share_exit_asked - share_exit", "Uitgestelde uittreding", "Withdrawal put off", per="share"),
    year("share_reentry", "eur", "reentry * share_exit", "Nieuwe inbreng tegen nominale waarde", "Paid in again at nominal value", per="share"),
    year("exit_paid", "eur", "total(share_exit * share_value)", "Betaald aan uittredende aandeelhouders", "Paid to shareholders who withdraw", sign="-"),
    year("reentry_received", "eur", "total(share_reentry * share_value)", "Inbreng van nieuwe aandeelhouders", "Contribution of new shareholders", sign="+"),
    year("share_dividend_asked", "eur", "min(share_dividend, dividend_cap) * prev(share_capital) * prev(use)", "Gevraagd dividend van de soort", "Dividend asked by the class", per="share",
         note_nl="Over het jaar ervoor: de algemene vergadering beslist wanneer de rekeningen klaar zijn.",
         note_en="For the year before: the general meeting decides when the accounts are ready."),
    year("dividend_asked", "eur", "total(share_dividend_asked)", "Gevraagd dividend van alle soorten", "Dividend asked by all classes"),
    year("distributable", "eur", "prev(retained) - (exit_paid - total(share_exit)) + (reentry_received - total(share_reentry))", "Uitkeerbare reserves", "Reserves that may be paid out",
         note_nl="De reserves van het vorige jaar, na wat uittredende aandeelhouders boven of onder hun inbreng kregen.",
         note_en="The reserves of the year before, after what withdrawing shareholders got above or below their contribution."),
    year("dividend_paid", "eur", "min(dividend_asked, max(0, min(distributable, room_cash - exit_paid + reentry_received)))", "Betaald dividend", "Dividend paid", sign="-"),
    year("refund_paid", "eur", "min(refund * max(0, prev(result)), max(0, min(distributable - dividend_paid, room_cash - exit_paid + reentry_received - dividend_paid)))",
         "Ristorno", "Patronage refund", sign="-"),
    year("share_saved", "eur", "saving * share_saves / max(1, share_value)", "Spaardeel, nominaal", "Saving part, nominal", per="share",
         note_nl="Wie later spaart, koopt aandelen tegen hun waarde van dat jaar.",
         note_en="Who saves later buys shares at their value of that year."),
    year("share_capital", "eur", "prev(share_capital) + year_sum(share_paid) + share_saved - share_exit + share_reentry", "Inbreng van de soort", "Contributions of the class", per="share"),
    year("capital", "eur", "total(share_capital)", "Inbreng", "Contributions"),
    year("resident_shares", "eur", "total(share_capital * share_residents)", "Inbreng van bewoners", "Contributions of residents"),
    year("share_flow", "eur",
         "(share_exit - share_reentry) * share_value - year_sum(share_paid) - saving * share_saves"
         " + when(dividend_asked > 0.005, dividend_paid * (1 - withholding) * share_dividend_asked / max(dividend_asked, 0.005), 0)"
         " + (t == years) * share_capital * share_value",
         "Kasstroom van de soort", "Cash flow of the class", per="share",
         note_nl="Na roerende voorheffing. In het laatste jaar telt de waarde van wat nog ingebracht is mee.",
         note_en="After withholding tax. In the last year the value of what is still paid in counts too."),
)  # fmt: skip
