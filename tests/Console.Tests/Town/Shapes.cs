namespace Zhkh.Console.Tests.Town;

// The API's shapes as the contract words them, written here anew so that the console is judged by them.
internal sealed record FakePerson(string Name, string Role);

internal sealed record FakeMeter(string Id, string Service, string Number, decimal? Previous,
    string? PreviousAt, string? VerificationDue, bool VerificationExpired);

internal sealed record FakeBalance(string Service, long Balance);

internal sealed record FakeAccount(string Number, string Organisation, string Address, FakePerson? Person,
    long? Balance, string Currency, int? DebtMonths, string[] Phones, FakeMeter[] Meters, FakeBalance[] Services,
    int? Entrance = null, int? Floor = null);

internal sealed record FakeOpenTicket(string Id, int Number, string Status, DateTimeOffset OpenedAt, string Text,
    string Address);

internal sealed record FakeOutage(string Id, int Number, string Resource, string Text, DateTimeOffset? Until,
    string[]? Services = null, int Heard = 0);

internal sealed record FakeCall(string CallId, string Direction, string From, string To, string State,
    DateTimeOffset ArrivedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? HumanAnsweredAt, string? Extension,
    string? Operator, int WaitSeconds, string Organisation, bool Recording, int? TicketNumber,
    FakeAccount[] Accounts, FakeOpenTicket[] OpenTickets, FakeOutage[] Outages, int Repeat,
    FakeParty[]? Parties = null, string? HeldBy = null, FakePassing? LastMove = null);

internal sealed record FakeParty(string Name, string Role, bool IsOurs, DateTimeOffset Since, bool IsMuted = false);

internal sealed record FakePassing(DateTimeOffset At, string By, string To, string Kind);

internal sealed record FakeAttempt(string Id, string Operator, DateTimeOffset BeganAt, DateTimeOffset? AnsweredAt,
    string Outcome);

internal sealed record FakeCallback(string Id, string Organisation, string? Phone, string? AccountNumber,
    DateTimeOffset ArrivedAt, DateTimeOffset OwnDueAt, DateTimeOffset LegalDueAt, string Status,
    FakeAttempt[] Attempts, int MissedCalls, string? Operator, bool Callable);

internal sealed record FakeDeadline(string Clock, DateTimeOffset DueAt, string Clause, DateTimeOffset? MetAt);

internal sealed record FakeChange(DateTimeOffset At, string By, string? Move, string? From, string To, string? Why);

internal sealed record FakeTicket(string Id, int Number, string Organisation, string Status, DateTimeOffset OpenedAt,
    string? Address, string? AccountNumber, string? Phone, string? Person, string Text, string Category,
    string Priority, FakeDeadline[] Deadlines, string? Crew, string[] CallIds, int? Rating, string OpenedBy,
    FakeChange[] Changes, object[] Comments, string[] Allowed, FakeAssignment? Assignment = null,
    FakeLetter[]? Letters = null, FakePoll? Poll = null);

internal sealed record FakeNewTicket(string? CallId, string? CallbackId, string? AccountNumber, string? Address,
    string? Phone, string? Person, string Text, string? Category, string? Priority, int? Number);

internal sealed record FakeEvent(string Epoch, long Seq, string Organisation, string Type, DateTimeOffset At,
    object Data);

internal sealed record FakeResume(FakeEvent[]? Events, bool? SnapshotRequired, string? Epoch,
    Dictionary<string, long>? Seqs);
