using System.ComponentModel.DataAnnotations;

namespace Zhkh.Web.Outward;

/// <summary>How letters and SMS leave: section Outward, variables <c>ZHKH__OUTWARD__SMTP__HOST</c> and so on.</summary>
internal sealed class OutwardOptions
{
    public const string Section = "Outward";

    public SmtpOptions Smtp { get; set; } = new();

    public SmsOptions Sms { get; set; } = new();

    /// <summary>Letters on their way at once; a mail server dislikes more from one client.</summary>
    [Range(1, 50)]
    public int LettersAtOnce { get; set; } = 4;

    /// <summary>SMS on their way at once.</summary>
    [Range(1, 50)]
    public int SmsAtOnce { get; set; } = 4;

    /// <summary>One try takes at most this long, whatever the single time-outs allow.</summary>
    public TimeSpan TryMax { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A message is lent to a sender this long; longer than a try and the writing down of its end.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>Tries that count (the gateway answered, and said "not now") before a message is a dead letter.</summary>
    [Range(1, 1000)]
    public int AttemptsMax { get; set; } = 20;

    /// <summary>Age at which a message that never got through is a dead letter, whatever the reason.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>First pause before a message is tried again; doubles with each try.</summary>
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause: a greylisting server wants about a quarter of an hour.</summary>
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Longest pause between probes of a gateway that is out of reach.</summary>
    public TimeSpan ProbeMax { get; set; } = TimeSpan.FromSeconds(5);
}
