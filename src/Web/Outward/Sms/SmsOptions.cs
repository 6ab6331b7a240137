namespace Zhkh.Web.Outward;

/// <summary>Whose interface it is.</summary>
internal enum SmsOperator
{
    None,
    Twilio,
    Smsc,
}

/// <summary>The SMS operator. Its address is given by whoever has a contract with it; there is no default.</summary>
internal sealed class SmsOptions
{
    /// <summary>None = SMS wait (in the demo: are shown only).</summary>
    public SmsOperator Operator { get; set; }

    /// <summary>Up to, and without, the path that the operator's manual names.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Twilio: account SID. smsc: login; empty = the secret is an API key.</summary>
    public string Account { get; set; } = "";

    /// <summary>File with the auth token, password or API key; read at every use.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>smsc: file with the word that its reports are signed with; empty = reports are not taken.</summary>
    public string ReportSecretFile { get; set; } = "";

    /// <summary>Number or name the SMS comes from; Twilio: a messaging service (MG…) as well.</summary>
    public string Sender { get; set; } = "";

    /// <summary>
    /// Our address as the operator sees it, without a path; it is what the operator signs. Empty = no reports are asked
    /// for, and what arrives is judged by the address of the request itself.
    /// </summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Whose an SMS is that arrives from a number we never wrote to; empty = the first organisation.</summary>
    public string Organisation { get; set; } = "";

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
