using Zhkh.Pbx;

namespace Zhkh.Web.Api;

/// <summary>How the host is and how busy its lines are.</summary>
/// <param name="Parts">As /readyz names them.</param>
/// <param name="LinesBusy">Lines over the trunks in use now, of all organisations, in both directions.</param>
/// <param name="LinesMax">What the operators' contracts carry at once, while every usable trunk works.</param>
internal sealed record BoardHealth(IReadOnlyDictionary<string, string> Parts, int LinesBusy, int LinesMax)
{
    public static BoardHealth Of(IReadOnlyDictionary<string, string> parts, Exchange exchange)
    {
        var lines = exchange.LinesNow;
        return new BoardHealth(parts, lines.InUse, lines.Capacity);
    }
}
