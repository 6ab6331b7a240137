namespace Zhkh.Pbx.Ivr;

/// <summary>
/// What a conversation came to. It is filled while people talk: who hangs up after a promise has promised.
/// </summary>
public sealed class RobotTalk
{
    /// <summary>As far as the conversation got; <see cref="Disposition.HungUpEarly"/> until it got somewhere.</summary>
    public Disposition Disposition { get; set; } = Disposition.HungUpEarly;

    /// <summary>1–5 of a quality poll.</summary>
    public int? Score { get; set; }

    /// <summary>Words were recorded after the signal.</summary>
    public bool HasComment { get; set; }

    /// <summary>The day a debtor promised to pay by, in the zone of the call.</summary>
    public DateOnly? PromisedOn { get; set; }
}
