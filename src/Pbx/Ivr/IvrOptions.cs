using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Ivr;

/// <summary>What the robot is told from outside. The defaults are the demo town's.</summary>
public sealed class IvrOptions
{
    /// <summary>The single public number.</summary>
    public string ResidentNumber { get; set; } = "100";

    /// <summary>The number that goes straight to the emergency line.</summary>
    public string EmergencyNumber { get; set; } = "112";

    /// <summary>The organisation that answers until an account says otherwise.</summary>
    public string DefaultOrganisation { get; set; } = "privolsk";

    /// <summary>Every organisation that is answered for, by its code.</summary>
    public Dictionary<string, OrganisationVoice> Organisations { get; } = new(StringComparer.Ordinal)
    {
        ["privolsk"] = new OrganisationVoice(Language.Russian, "Europe/Volgograd"),
        ["khmelnytske"] = new OrganisationVoice(Language.Ukrainian, "Europe/Kyiv"),
    };

    /// <summary>Silence of a desk that the caller is told about: longer is heard as a dead line.</summary>
    public TimeSpan DeskDeadline { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>In an emergency nobody waits for a database; the screen finds the card by itself.</summary>
    public TimeSpan EmergencyDeskDeadline { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Promised to a caller whom nobody could answer; ПП РФ 416 п. 13 allows ten minutes from arrival.
    /// </summary>
    public TimeSpan CallbackWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>«Просим оплатить до …»: so many days after the call.</summary>
    public int DebtPayWithinDays { get; set; } = 10;

    /// <summary>Who is silent or hangs up before this has left no message.</summary>
    public TimeSpan MessageAtLeast { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan MessageAtMost { get; set; } = TimeSpan.FromMinutes(3);

    internal OrganisationVoice VoiceOf(string organisation) =>
        Organisations.TryGetValue(organisation, out var voice) ? voice : Organisations[DefaultOrganisation];

    /// <summary>The organisation whose name is recorded: an unknown one speaks in the name of the default.</summary>
    internal string Recorded(string organisation) =>
        Organisations.ContainsKey(organisation) ? organisation : DefaultOrganisation;
}
