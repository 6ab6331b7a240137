using System.Globalization;
using Zhkh.Pbx.Recording;

namespace Zhkh.Web.Api;

/// <summary>
/// Streams a recording as WAV, whole or the one range that was asked for (RFC 9110 §14). A running one grows, so its
/// size is the one its header was written with.
/// </summary>
internal sealed class RecordingResult(RecordingStore store, RecordingInfo recording) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        await using var window = new WindowStream(context.Response.Body);
        var there = await store.WriteWavAsync(
            recording.Id, window, context.RequestAborted, info => Begin(context, window, info.WavBytes));
        if (!there)
        {
            await Problems.Of(context, Problem.NotFound).ExecuteAsync(context);   // retention was quicker
        }
    }

    private static void Begin(HttpContext context, WindowStream window, long total)
    {
        var response = context.Response;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "audio/wav";
        var (from, to) = (0L, total - 1);
        if (context.Request.GetTypedHeaders().Range is { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
        {
            var range = ranges.First();
            (from, to) = range.From is { } start
                ? (start, Math.Min(range.To ?? total - 1, total - 1))
                : (Math.Max(0, total - (range.To ?? 0)), total - 1);
            if (from > to)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{total}");
                return;
            }

            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{total}");
        }

        response.ContentLength = to - from + 1;
        window.Open(from, to - from + 1);
    }
}
