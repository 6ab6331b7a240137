using System.ComponentModel.DataAnnotations;

namespace Zhkh.Web;

/// <summary>
/// What the host itself can be told; each flag of run.sh lands in one of these (CONTRACT, "Two commands").
/// </summary>
public sealed class WebOptions
{
    public const string Section = "Web";

    public const string BindDefault = "127.0.0.1";

    /// <summary>TCP port of the console and the API; 0 = any free one, READY says which.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; set; } = 8080;

    /// <summary>
    /// Addresses listened on. Loopback only until somebody decides otherwise: the demo has a known password. The
    /// default stands in <see cref="BindDefault"/>, because the binder adds to an array instead of replacing it.
    /// </summary>
    [MinLength(1)]
    public string[] Bind { get; set; } = [];

    /// <summary>Everything the host writes lies below this folder.</summary>
    [Required]
    public string Data { get; set; } = "data";

    /// <summary>Npgsql connection string of the owner; run.sh fills it in for the private cluster.</summary>
    public string Database { get; set; } = "";

    /// <summary>Name of this node in journals, recordings and the epoch of pushed events.</summary>
    [Required]
    public string Node { get; set; } = "n1";

    /// <summary>The demo town and its users with the password <c>demo</c>; <c>--no-demo</c> turns both off.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Forget everything in the database and the data folder before the start.</summary>
    public bool Reset { get; set; }

    /// <summary>
    /// Origins besides the host's own that may open the hub: a console served by Vite while it is written.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Where crews reach this host: the beginning of the links in their SMS, http or https. Short, because an order has
    /// 134 characters; empty = the first address listened on, which is right only on one machine.
    /// </summary>
    [RegularExpression("^(https?://[^/ ]{1,50})?$")]
    public string PublicAddress { get; set; } = "";

    /// <summary>Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody by default.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>How long a session lives without a request: a dispatcher's shift with its breaks.</summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lives at most; a wallboard signs in again once a day.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Requests a person may make in a second; a busy console makes two or three.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests at once after a pause: a first paint with its lists and recordings.</summary>
    [Range(1, 100_000)]
    public int RequestBurst { get; set; } = 200;

    /// <summary>How long a drain waits for the last call (ARCHITECTURE §0.5).</summary>
    public TimeSpan DrainLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Free space below which the disk counts as full, in megabytes: about an hour of twenty recordings.
    /// </summary>
    [Range(1, 1_000_000)]
    public int DiskFreeMinMegabytes { get; set; } = 200;
}
