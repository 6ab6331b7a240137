using System.Globalization;

namespace Zhkh.Web.Cli;

/// <summary>The ports and the folder that <c>run.sh</c> would use.</summary>
internal sealed record DoctorOptions(int Http, int Sip, int RtpFirst, int RtpLast, string Data)
{
    public static bool TryParse(IReadOnlyList<string> arguments, out DoctorOptions options)
    {
        options = new DoctorOptions(8080, 5060, 10_000, 20_000, "./data");
        if (arguments.Count % 2 != 0)
        {
            return false;
        }

        foreach (var pair in arguments.Chunk(2))
        {
            var numbers = pair[1].Split('-').Select(Port).ToArray();
            var next = (pair[0], numbers) switch
            {
                ("--data", _) => options with { Data = pair[1] },
                ("--http-port", [{ } http]) => options with { Http = http },
                ("--sip-port", [{ } sip]) => options with { Sip = sip },
                ("--rtp-ports", [{ } first, { } last]) when first < last =>
                    options with { RtpFirst = first, RtpLast = last },
                _ => null,
            };
            if (next is null)
            {
                return false;
            }

            options = next;
        }

        return true;
    }

    private static int? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
