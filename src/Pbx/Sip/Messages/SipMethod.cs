namespace Zhkh.Pbx.Sip;

/// <summary>A request method: a token, compared octet by octet (RFC 3261 §7.1: methods are case-sensitive).</summary>
public readonly record struct SipMethod
{
    private readonly string? _name;

    private SipMethod(string name) => _name = name;

#pragma warning disable CS1591 // RFC 3261 §6, 3262, 3311, 3428, 3515, 3903, 6086, 6665
    public static readonly SipMethod Invite = new("INVITE");
    public static readonly SipMethod Ack = new("ACK");
    public static readonly SipMethod Bye = new("BYE");
    public static readonly SipMethod Cancel = new("CANCEL");
    public static readonly SipMethod Register = new("REGISTER");
    public static readonly SipMethod Options = new("OPTIONS");
    public static readonly SipMethod Info = new("INFO");
    public static readonly SipMethod Update = new("UPDATE");
    public static readonly SipMethod Prack = new("PRACK");
    public static readonly SipMethod Refer = new("REFER");
    public static readonly SipMethod Subscribe = new("SUBSCRIBE");
    public static readonly SipMethod Notify = new("NOTIFY");
    public static readonly SipMethod Message = new("MESSAGE");
    public static readonly SipMethod Publish = new("PUBLISH");
#pragma warning restore CS1591

    private static readonly (byte[] Bytes, SipMethod Method)[] Standard =
    [
        .. new[]
        {
            Invite, Ack, Bye, Cancel, Register, Options, Info, Update, Prack, Refer, Subscribe, Notify, Message,
            Publish,
        }.Select(m => (WireText.ToBytes(m.Name), m)),
    ];

    private static readonly HashSet<string> StandardNames = [.. Standard.Select(known => known.Method.Name)];

    /// <summary>The method's name; empty for the default value.</summary>
    public string Name => _name ?? "";

    /// <summary>A method of a published RFC. One that is not is answered 501, one that we do not allow 405.</summary>
    public bool IsStandard => StandardNames.Contains(Name);

    /// <summary>Reads a token; no escapes are undone, so RE%47IST%45R is not REGISTER (RFC 4475 §3.1.1.5).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SipMethod method)
    {
        foreach (var (bytes, known) in Standard)
        {
            if (text.SequenceEqual(bytes))
            {
                method = known;
                return true;
            }
        }

        method = Grammar.IsToken(text) ? new SipMethod(WireText.View(text)) : default;
        return method._name is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
