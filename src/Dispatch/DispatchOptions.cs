using System.ComponentModel.DataAnnotations;

namespace Zhkh.Dispatch;

/// <summary>What an installation may set; everything legal is in the rule tables instead.</summary>
public sealed class DispatchOptions
{
    /// <summary>For an organisation nobody described yet: the stricter of the laws served.</summary>
    [Required]
    public string DefaultJurisdiction { get; set; } = "RU";

    /// <summary>For the same organisation: it decides only which day it is.</summary>
    [Required]
    public string DefaultTimeZone { get; set; } = "Europe/Moscow";

    /// <summary>The first ticket of an organisation: five digits are spoken well and stay five for years.</summary>
    [Range(1, 1_000_000)]
    public int FirstTicketNumber { get; set; } = 10_001;
}
