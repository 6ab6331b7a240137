using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>The recorded sentences of calls the robot makes (DOMAIN §6.1); parts after a slot carry a number.</summary>
internal static class RobotSentences
{
    private static readonly HashSet<string> s_ids = new(StringComparer.Ordinal);

    public static readonly Prompt DebtGreeting = Listed("db.hello");
    public static readonly Prompt DebtWhoIsMeant = Listed("db.hello.2");
    public static readonly Prompt DebtIsItYou = Listed("db.hello.3");
    public static readonly Prompt DebtWait = Listed("db.wait");
    public static readonly Prompt DebtWrongPerson = Listed("db.wrong");
    public static readonly Prompt DebtTotal = Listed("db.total");
    public static readonly Prompt DebtPayBy = Listed("db.sum.3");
    public static readonly Prompt DebtChoose = Listed("db.choose");
    public static readonly Prompt DebtAskDate = Listed("db.date");
    public static readonly Prompt DebtBadDate = Listed("db.date.bad");
    public static readonly Prompt DebtConfirmDate = Listed("db.date.confirm");
    public static readonly Prompt DebtRightOrAgain = Listed("db.date.confirm.2");
    public static readonly Prompt DebtPromised = Listed("db.promised");
    public static readonly Prompt DebtDisputed = Listed("db.disputed");
    public static readonly Prompt DebtOptedOut = Listed("db.optout");

    public static readonly Prompt MachineCallBack = Listed("db.machine");
    public static readonly Prompt MachineByPhone = Listed("db.machine.2");

    public static readonly Prompt NoticeGreeting = Listed("cb.out");
    public static readonly Prompt NoticeRestored = Listed("rs.open");
    public static readonly Prompt NoticeElse = Listed("rs.ask");

    public static readonly Prompt PollGreeting = Listed("sv.ask");
    public static readonly Prompt PollTicket = Listed("sv.ask.2");
    public static readonly Prompt PollRate = Listed("sv.ask.3");
    public static readonly Prompt PollSayWhy = Listed("sv.low");
    public static readonly Prompt PollThanks = Listed("sv.thanks");

    public static readonly Prompt CrewGreeting = Listed("cr.open");
    public static readonly Prompt CrewAsk = Listed("cr.ask");
    public static readonly Prompt CrewAccepted = Listed("cr.accepted");
    public static readonly Prompt CrewDeclined = Listed("cr.declined");

    /// <summary>Every id above, for those who check that it is recorded.</summary>
    public static IReadOnlyCollection<string> Ids => s_ids;

    /// <summary>The organisation's own name: «Управляющая компания Привольск».</summary>
    public static Prompt Organisation(string code) => new($"org/{code}");

    private static Prompt Listed(string id)
    {
        s_ids.Add(id);
        return new Prompt(id);
    }
}
