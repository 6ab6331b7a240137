namespace Zhkh.Pbx.Numbers;

/// <summary>What a written number turned out to be. A closed set: the switch over it has no default.</summary>
public abstract record NumberReading
{
    private NumberReading()
    {
    }

    /// <summary>A subscriber's number anywhere in the world.</summary>
    public sealed record Phone(PhoneNumber Number) : NumberReading;

    /// <summary>An extension, a public short number or an emergency service: digits without a country.</summary>
    public sealed record Short(string Digits) : NumberReading;

    /// <summary>The caller asked the network not to show the number (RFC 3323).</summary>
    public sealed record Withheld : NumberReading;

    /// <summary>Not a number under any reading of the plan.</summary>
    public sealed record Invalid : NumberReading;

    /// <summary>The E.164 text when this is a phone, else null.</summary>
    public string? E164 => this is Phone phone ? phone.Number.ToString() : null;
}
