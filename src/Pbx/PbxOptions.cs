using System.Globalization;
using System.Net;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Dialer;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Numbers;
using Zhkh.Pbx.Queues;
using Zhkh.Pbx.Recording;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx;

/// <summary>Everything the exchange is told from outside; each default with its reason.</summary>
public sealed class PbxOptions
{
    /// <summary>Journal, recordings, registrations and the snapshot of peers live below it.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary><c>voice-prompts</c> of the repository, or its copy beside the program.</summary>
    public string PromptsFolder { get; set; } = "voice-prompts";

    /// <summary>CONTRACT: <c>--bind</c> with <c>--sip-port</c>; loopback only until told otherwise.</summary>
    public IReadOnlyList<IPEndPoint> Bind { get; set; } = [new IPEndPoint(IPAddress.Loopback, 5060)];

    /// <summary>CONTRACT: <c>--bind</c> with <c>--sips-port</c>.</summary>
    public IReadOnlyList<IPEndPoint> TlsBind { get; set; } = [];

    /// <summary>
    /// PEM files of the certificate and its key; null makes one that vouches for itself, in the data folder's keys.
    /// </summary>
    public (string Certificate, string Key)? Certificate { get; set; }

    /// <summary>Our address as the world sees it, behind NAT; null: the one packets leave from.</summary>
    public IPAddress? Advertised { get; set; }

    /// <summary>Part of the phones' stored hashes (CONTRACT).</summary>
    public string Realm { get; set; } = "zhkh";

    /// <summary>CONTRACT: <c>--trunk-peers</c>.</summary>
    public AddressList TrunkPeers { get; set; } = AddressList.Parse("127.0.0.1");

    /// <summary>CONTRACT: <c>--trunk-out</c>; null when nobody can be called.</summary>
    public Trunk? TrunkOut { get; set; }

    /// <summary>Whom names of operators are asked of.</summary>
    public Sip.ResolverOptions Resolver { get; set; } = new();

    /// <summary>CONTRACT: in demo mode the exchange dials and sends to this machine only.</summary>
    public bool LoopbackOnly { get; set; }

    /// <summary>Phones that may register.</summary>
    public IReadOnlyList<Extension> Extensions { get; set; } = [];

    /// <summary>Numbers kept for phones, in use or not: their callers are challenged alike (no enumeration).</summary>
    public Func<string, bool> IsReservedNumber { get; set; } = _ => false;

    /// <summary>The profile of the load generator (PERFORMANCE): numbers without credentials, plain WAV.</summary>
    public bool IsBench { get; set; }

    /// <summary>New calls per second before 503: twice the declared capacity of 50 (RELIABILITY O0).</summary>
    public double CallsPerSecondMax { get; set; } = 100;

    /// <summary>Where the bench's <c>agent</c> is.</summary>
    public IPEndPoint BenchAgent { get; set; } = new(IPAddress.Loopback, 5090);

    /// <summary>Numbers beside the flow table: the bench's, and those that tests give flows of their own.</summary>
    public IDictionary<string, InboundRoute> Routes { get; } =
        new Dictionary<string, InboundRoute>(StringComparer.Ordinal);

    public CallOptions Calls { get; set; } = new();

    public JournalOptions Journal { get; set; } = new();

    public QueueOptions Queues { get; set; } = new();

    public IvrOptions Ivr { get; set; } = new();

    public DialPlanOptions DialPlan { get; set; } = new();

    public DialerOptions Dialer { get; set; } = new();

    public MediaOptions Media { get; set; } = new();

    public DrainOptions Drain { get; set; } = new();

    /// <summary>Null: sealed recordings below <see cref="DataFolder"/>.</summary>
    public RecordingOptions? Recording { get; set; }

    /// <param name="isPublic">Whether a number of ours leads somewhere.</param>
    internal TrunkBoardOptions ToTrunkBoard(Func<string, bool> isPublic) => new()
    {
        DataFolder = DataFolder, Unnamed = TrunkOut, Resolver = Resolver, LoopbackOnly = LoopbackOnly,
        IsPublic = isPublic,
    };

    /// <summary>
    /// The profile of <c>--bench</c>: everybody on 127.0.0.0/8 is the trunk, 2,000 users may register, limits are out
    /// of the way, recordings are plain WAV. Journal, admission and rows stay on.
    /// </summary>
    public void UseBench()
    {
        const int FirstUser = 100_000;
        const int Users = 2_000;
        IsBench = true;
        CallsPerSecondMax = 1e6;
        TrunkPeers = AddressList.Parse("127.0.0.0/8");
        Extensions =
        [
            .. Enumerable.Range(FirstUser, Users)
                .Select(n => n.ToString(CultureInfo.InvariantCulture))
                .Select(user => Extension.WithPassword(user, "", Realm, "pw" + user)),
        ];
        Calls.CallsMax = 20_000;
        Media = Media with { LegsMax = 20_000, SendSilence = false };
        Recording = RecordingOptions.In(DataFolder) with
        {
            Form = RecordingForm.Wav,
        };
    }
}
