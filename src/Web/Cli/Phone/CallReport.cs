using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Web.Cli;

/// <summary>A prompt that was heard, and when it began, counted from the answer.</summary>
internal sealed record HeardLine(string Id, long AtMs);

/// <summary>What became of a call, as <c>--json</c> prints it.</summary>
/// <param name="Status">Final SIP status of a refused call; 0 when none came.</param>
/// <param name="Ended">bye (the far end), hangup (we), refused, noAnswer.</param>
internal sealed record CallReport(
    bool Answered, long? AnswerMs, int? Status, string Ended, IReadOnlyList<HeardLine> Heard, double LossPercent)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
