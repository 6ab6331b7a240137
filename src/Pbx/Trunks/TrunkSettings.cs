using System.Text.Json.Serialization;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>How an operator knows us.</summary>
public enum TrunkMode
{
    /// <summary>We register there with a password.</summary>
    Registration,

    /// <summary>By our address.</summary>
    ByAddress,
}

/// <summary>What keeps the way to us open, and tells that the operator is still there.</summary>
public enum TrunkKeepAlive
{
    /// <summary>A request that must be answered: silence is noticed.</summary>
    Options,

    /// <summary>
    /// Two empty lines (RFC 5626 §3.5.1). Over TCP and TLS they must be answered within 10 s; over UDP they only keep
    /// the hole in a NAT open.
    /// </summary>
    Crlf,
}

/// <summary>Where an operator writes the number that was dialled.</summary>
public enum DidSource
{
    RequestUri,
    To,

    /// <summary>The number the call was sent on from (RFC 5806).</summary>
    Diversion,

    /// <summary>Nowhere: calls come to the contact we registered, and are for the trunk's own number.</summary>
    ContactUser,
}

/// <summary>Where an operator writes who calls.</summary>
public enum CallerSource
{
    /// <summary>RFC 3325.</summary>
    AssertedIdentity,

    /// <summary>The draft that many operators kept.</summary>
    RemotePartyId,
    From,
}

/// <summary>How an operator wants numbers to be written.</summary>
public enum TrunkNumberFormat
{
    /// <summary>+79370000030</summary>
    Plus,

    /// <summary>79370000030, 380670000184</summary>
    Plain,

    /// <summary>89370000030; abroad 810…</summary>
    Eight,

    /// <summary>0670000184; abroad 00…</summary>
    Zero,
}

/// <summary>Where our own number is shown when we call.</summary>
public enum CallerIdPlace
{
    /// <summary>From is the account, the number stands in P-Asserted-Identity.</summary>
    AssertedIdentity,

    /// <summary>From is the number.</summary>
    From,
}

/// <summary>A line of an operator as an administrator describes it (UX §5.7). Its password is not among it.</summary>
public sealed record TrunkSettings
{
    /// <summary>Short name in the command line and in logs: uis, mango-2.</summary>
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Codes of the organisations it serves; empty = all.</summary>
    public IReadOnlyList<string> Organisations { get; init; } = [];

    public bool IsOn { get; init; } = true;

    public TrunkMode Mode { get; init; } = TrunkMode.Registration;

    /// <summary>The account: user of From and Contact.</summary>
    public string User { get; init; } = "";

    /// <summary>User of the login; empty = <see cref="User"/>.</summary>
    public string AuthUser { get; init; } = "";

    /// <summary>What stands after the @; a name or an address.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Where requests go when that is not the domain.</summary>
    public string OutboundProxy { get; init; } = "";

    /// <summary>0 = as DNS says, else 5060.</summary>
    public int Port { get; init; }

    /// <summary>Null = as DNS says, else UDP.</summary>
    public SipTransport? Transport { get; init; } = SipTransport.Udp;

    /// <summary>
    /// Certificates (PEM) of who may vouch for the operator's TLS servers; empty = whom this machine believes.
    /// </summary>
    public string TlsAuthority { get; init; } = "";

    public int ExpiresSeconds { get; init; } = 300;

    public TrunkKeepAlive KeepAlive { get; init; } = TrunkKeepAlive.Options;

    /// <summary>0 = never; 15–30 s keeps a NAT open (UX §5.7).</summary>
    public int KeepAliveSeconds { get; init; } = 20;

    public DidSource Did { get; init; } = DidSource.RequestUri;

    /// <summary>In this order; the first that is there counts.</summary>
    public IReadOnlyList<CallerSource> Caller { get; init; } =
        [CallerSource.AssertedIdentity, CallerSource.RemotePartyId, CallerSource.From];

    public TrunkNumberFormat Numbers { get; init; } = TrunkNumberFormat.Plus;

    /// <summary>Calls the contract carries at once, both ways.</summary>
    public int Lines { get; init; } = 8;

    /// <summary>Of them, lines the robot never takes: residents call in on them.</summary>
    public int LinesReserved { get; init; } = 2;

    /// <summary>
    /// Our number there: +74950000100. Shown when we call; the dialled number of calls that name none.
    /// </summary>
    public string Number { get; init; } = "";

    public CallerIdPlace CallerIdIn { get; init; } = CallerIdPlace.AssertedIdentity;

    /// <summary>The number of ours that a call is led to whose dialled number leads nowhere; none = 404.</summary>
    public string LeadsTo { get; init; } = "";

    public TrunkDtmf Dtmf { get; init; } = TrunkDtmf.Auto;

    /// <summary>
    /// A number at the operator that gives back what is said to it, for the check of the line; empty = it offers none.
    /// </summary>
    public string EchoNumber { get; init; } = "";

    /// <summary>Our address as this operator sees it, behind NAT; empty = the one packets leave from.</summary>
    public string ExternalAddress { get; init; } = "";

    /// <summary>Lower is chosen first.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>Addresses and networks its calls come from, beside those its requests go to.</summary>
    public string Peers { get; init; } = "";

    /// <summary>What it was made from: uis, mango, zadarma, multifon, generic.</summary>
    public string Preset { get; init; } = "generic";

    [JsonIgnore]
    public string LoginUser => AuthUser.Length > 0 ? AuthUser : User;

    /// <summary>Where its requests go.</summary>
    [JsonIgnore]
    public SipPlace Place
    {
        get
        {
            var (host, port) = OutboundProxy.Length == 0 ? (Domain, Port) : HostPortOf(OutboundProxy);
            return new SipPlace(host, port, Transport);
        }
    }

    public bool Serves(string organisation) =>
        Organisations.Count == 0 || organisation.Length == 0 || Organisations.Contains(organisation);

    private static (string Host, int Port) HostPortOf(string text) =>
        SipUri.TryParse("sip:" + text, out var uri) ? (uri.Host.Trim('[', ']'), uri.Port) : (text, 0);
}

/// <summary>A line with its password, sealed.</summary>
/// <param name="Secret">As <see cref="TrunkSecrets"/> sealed it; empty without a password.</param>
public sealed record TrunkEntry(TrunkSettings Settings, string Secret)
{
    /// <summary>Nobody's log shows a secret, not even a sealed one.</summary>
    public override string ToString() => Settings.Code;
}
