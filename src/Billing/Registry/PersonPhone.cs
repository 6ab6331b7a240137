namespace Zhkh.Billing;

/// <summary>A phone known to belong to an account: many to many.</summary>
public sealed class PersonPhone
{
    public required Guid AccountId { get; init; }

    /// <summary>E.164, normalised by <see cref="PhoneNumber"/>; the table checks it.</summary>
    public required string Phone { get; init; }

    public required string Organisation { get; init; }

    public Guid? PersonId { get; set; }

    public required PhoneSource Source { get; set; }

    /// <summary>ru or uk when the person behind the phone chose one.</summary>
    public string? Language { get; set; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>Where a phone became known from.</summary>
public enum PhoneSource
{
    Contract,
    Call,
    Office,
    Import,
    Web,
}
