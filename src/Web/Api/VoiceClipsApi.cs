using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Ivr;
using Zhkh.Pbx.Storage;
using Zhkh.Web.Access;
using Zhkh.Web.Audit;
using Zhkh.Web.Hosting;
using Zhkh.Web.Storage;
using Zhkh.Web.Voice;

namespace Zhkh.Web.Api;

/// <summary>A text to be spoken; in one language or in both.</summary>
internal sealed record SpokenClipBody(string? Organisation, string? Ru = null, string? Uk = null);

internal sealed record ClipAnswer(string Id, string Organisation, IReadOnlyList<ClipRow> Languages);

/// <summary>
/// /api/voice-clips: sounds people bring, or have spoken, for menus and announcements. They never change.
/// </summary>
internal static class VoiceClipsApi
{
    private const long Megabyte = 1024 * 1024;
    private const int TextMax = 1_000;

    public static void MapVoiceClips(this IEndpointRouteBuilder routes)
    {
        // Outside the unit of work: a slow upload, or a slow voice, must not hold a connection of the web.
        routes.MapPost("/api/voice-clips", UploadAsync).Needs(Permission.ManageMenus)
            .WithMetadata(new BodyLimit(UploadedSound.BytesMax + Megabyte));
        routes.MapPost("/api/voice-clips/spoken", SpeakAsync).Needs(Permission.ManageMenus);
        routes.MapGroup("/api/voice-clips").InUnitOfWork().MapGet("", ListAsync).Needs(Permission.ReadMenus);
    }

    private static async Task<Ok<Page<ClipAnswer>>> ListAsync(
        string? organisation, AnnouncementRows rows, CancellationToken cancel) =>
        TypedResults.Ok(new Page<ClipAnswer>(
            [
                .. (await rows.ClipsAsync(organisation, cancel)).GroupBy(c => c.Id)
                    .Select(g => new ClipAnswer(g.Key, g.First().Organisation, [.. g])),
            ], null));

    /// <summary>The body is a WAV file; its words stand in <paramref name="text"/>.</summary>
    private static async Task<Results<Created<ClipAnswer>, ProblemHttpResult>> UploadAsync(
        HttpContext context, string? organisation, string? language, string? text, DataFolder data,
        DatabaseSession session, TimeProvider time, CancellationToken cancel)
    {
        if (organisation is null || !SignedIn.Of(context).Organisations.Contains(organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        if (language is not ("ru" or "uk"))
        {
            return Refused(context, new MenuFault(MenuFaultKind.LanguageUnknown, language ?? ""));
        }

        if (text?.Trim() is not { Length: > 0 and <= TextMax } words)
        {
            return Refused(context, new MenuFault(MenuFaultKind.TextLength, TextMax));
        }

        await using var file = await UploadedFile.ReceiveAsync(context.Request, data, UploadedSound.BytesMax, cancel);
        if (file is null)
        {
            return Problems.Of(context, Problem.FileTooLarge, UploadedSound.BytesMax / Megabyte);
        }

        var (samples, fault) = UploadedSound.Take(await File.ReadAllBytesAsync(file.Path, cancel));
        return samples is null || fault is not null
            ? Refused(context, fault ?? new MenuFault(MenuFaultKind.SoundNotWav))
            : await KeepAsync(
                context, organisation, "uploaded", [(language, words, samples)], session, time, cancel);
    }

    private static async Task<Results<Created<ClipAnswer>, ProblemHttpResult>> SpeakAsync(
        HttpContext context, SpokenClipBody body, TextToSpeech voice, DatabaseSession session, TimeProvider time,
        CancellationToken cancel)
    {
        if (body.Organisation is null || !SignedIn.Of(context).Organisations.Contains(body.Organisation))
        {
            return Problems.Of(context, Problem.NotFound);
        }

        var texts = new[] { ("ru", body.Ru?.Trim()), ("uk", body.Uk?.Trim()) }
            .Where(t => !string.IsNullOrEmpty(t.Item2)).ToList();
        if (texts.Count == 0)
        {
            return Refused(context, new MenuFault(MenuFaultKind.TextLength, TextToSpeech.TextMax));
        }

        if (texts.Select(t => TextToSpeech.Of(t.Item2, t.Item1)).FirstOrDefault(f => f is not null) is { } fault)
        {
            return Refused(context, fault);
        }

        var sounds = new List<(string, string, short[])>();
        try
        {
            foreach (var (language, text) in texts)
            {
                sounds.Add((language, text ?? "", await voice.SpeakAsync(text ?? "", language, cancel)));
            }
        }
        catch (SpeechUnavailableException absent)
        {
            return Problems.Of(context, Problem.SpeechUnavailable, absent.Message);
        }

        return await KeepAsync(context, body.Organisation, "spoken", sounds, session, time, cancel);
    }

    private static async Task<Results<Created<ClipAnswer>, ProblemHttpResult>> KeepAsync(
        HttpContext context, string organisation, string origin,
        IReadOnlyList<(string Language, string Text, short[] Samples)> sounds, DatabaseSession session,
        TimeProvider time, CancellationToken cancel)
    {
        var person = SignedIn.Of(context);
        await session.BeginAsync(person, cancel);
        var rows = context.RequestServices.GetRequiredService<AnnouncementRows>();
        if ((await rows.ClipsAsync(organisation, cancel)).DistinctBy(c => c.Id).Count() >= AnnouncementRows.ClipsMax)
        {
            return Refused(context, new MenuFault(MenuFaultKind.TooMany, "clips", AnnouncementRows.ClipsMax));
        }

        var id = $"{PromptLibrary.OwnPrefix}{Guid.CreateVersion7(time.GetUtcNow()):N}";
        var made = new List<ClipRow>();
        foreach (var (language, text, samples) in sounds)
        {
            var row = new ClipRow(
                id, organisation, language, text, origin, (int)Pcm16.Duration(samples.Length).TotalMilliseconds,
                time.GetUtcNow(), person.Name);
            await rows.AddAsync(row, new WavFile(Pcm16.SampleRate, 1, samples).ToBytes(), cancel);
            made.Add(row);
        }

        await context.RequestServices.GetRequiredService<AuditTrail>().WriteAsync(
            context, AuditAct.Create, organisation, "voice-clip", id, origin);
        await session.CommitAsync(cancel);
        return TypedResults.Created($"/api/menus/sample.wav?ids={id}", new ClipAnswer(id, organisation, made));
    }

    private static ProblemHttpResult Refused(HttpContext context, MenuFault fault) =>
        Problems.Of(context, Problem.SoundRefused, MenuFaultTexts.Of(context, fault));

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
