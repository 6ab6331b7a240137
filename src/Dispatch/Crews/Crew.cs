namespace Zhkh.Dispatch;

/// <summary>A crew: who goes and repairs.</summary>
public sealed class Crew
{
    public required string Organisation { get; init; }

    /// <summary>Short name within the organisation: crew3.</summary>
    public required string Code { get; init; }

    public required string Name { get; set; }

    /// <summary>plumbing, heating, electricity, lift, gas, roofing, cleaning (dispatch.trade_categories).</summary>
    public required string[] Trades { get; set; }

    /// <summary>E.164; orders go there, replies come from there.</summary>
    public required string Phone { get; set; }

    /// <summary>Without one the order is answered by an SMS of one digit or by the keys of the robot's call.</summary>
    public required bool HasSmartphone { get; set; }

    public string[] Members { get; set; } = [];

    public string? Note { get; set; }

    /// <summary>The console user who sees this crew's orders; null = nobody.</summary>
    public string? Login { get; set; }

    public bool IsOnShift { get; set; }

    public required DateTimeOffset ShiftChangedAt { get; set; }
}

/// <summary>A line of a crew's shifts; never changed.</summary>
public sealed class CrewShift
{
    public long Id { get; init; }

    public required string Organisation { get; init; }

    public required string Crew { get; init; }

    public required bool IsOn { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}
