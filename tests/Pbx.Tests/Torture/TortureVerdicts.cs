using Zhkh.Testing;

namespace Zhkh.Pbx.Tests.Torture;

/// <summary>A message of RFC 4475 and what this product says to it.</summary>
/// <param name="Name">The file without its extension.</param>
/// <param name="Section">The section of RFC 4475.</param>
/// <param name="Status">The final status on the wire; null means silence.</param>
public sealed record TortureVerdict(string Name, string Section, int? Status)
{
    /// <summary>
    /// Statuses that need no dialog, credentials or callee, so that screening must give them by itself. All other
    /// messages must pass it, or be dropped when they are malformed responses.
    /// </summary>
    public bool IsForScreening => Status is 400 or 405 or 406 or 415 or 416 or 420 or 501 or 505;
}

/// <summary>
/// All 49 messages of RFC 4475 with their verdicts: the same table judges screening and the whole stack on the wire.
/// There the sender is a trunk peer that dials no public number, and REGISTER is challenged.
/// </summary>
public static class TortureVerdicts
{
    public static readonly IReadOnlyList<TortureVerdict> All =
    [
        new("wsinv", "3.1.1.1", 481),
        new("intmeth", "3.1.1.2", 501),
        new("esc01", "3.1.1.3", 404),
        new("escnull", "3.1.1.4", 401),
        new("esc02", "3.1.1.5", 501),
        new("lwsdisp", "3.1.1.6", 200),
        new("longreq", "3.1.1.7", 404),
        new("dblreq", "3.1.1.8", 401),
        new("semiuri", "3.1.1.9", 200),
        new("transports", "3.1.1.10", 200),
        new("mpart01", "3.1.1.11", 405),
        new("unreason", "3.1.1.12", null),
        new("noreason", "3.1.1.13", null),
        new("badinv01", "3.1.2.1", 400),
        new("clerr", "3.1.2.2", 400),
        new("ncl", "3.1.2.3", 400),
        new("scalar02", "3.1.2.4", 400),
        new("scalarlg", "3.1.2.5", null),
        new("quotbal", "3.1.2.6", 400),
        new("ltgtruri", "3.1.2.7", 400),
        new("lwsruri", "3.1.2.8", 400),
        new("lwsstart", "3.1.2.9", 400),
        new("trws", "3.1.2.10", 400),
        new("escruri", "3.1.2.11", 400),
        new("baddate", "3.1.2.12", 404),
        new("regbadct", "3.1.2.13", 400),
        new("badaspec", "3.1.2.14", 400),
        new("baddn", "3.1.2.15", 400),
        new("badvers", "3.1.2.16", 505),
        new("mismatch01", "3.1.2.17", 400),
        new("mismatch02", "3.1.2.18", 501),
        new("bigcode", "3.1.2.19", null),
        new("badbranch", "3.2.1", 400),
        new("insuf", "3.3.1", 400),
        new("unkscm", "3.3.2", 416),
        new("novelsc", "3.3.3", 416),
        new("unksm2", "3.3.4", 400),
        new("bext01", "3.3.5", 420),
        new("invut", "3.3.6", 415),
        new("regaut01", "3.3.7", 401),
        new("multi01", "3.3.8", 400),
        new("mcl01", "3.3.9", 400),
        new("bcast", "3.3.10", null),
        new("zeromf", "3.3.11", 200),
        new("cparam01", "3.3.12", 401),
        new("cparam02", "3.3.13", 401),
        new("regescrt", "3.3.14", 401),
        new("sdp01", "3.3.15", 406),
        new("inv2543", "3.4.1", 404),
    ];

    /// <summary>The octets of a message.</summary>
    public static byte[] Read(string name) =>
        File.ReadAllBytes(Repository.Path("tests", "Pbx.Tests", "Torture", "vectors", name + ".dat"));
}
