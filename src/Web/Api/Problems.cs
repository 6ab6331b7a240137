using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Zhkh.Web.Api;

/// <summary>Makes RFC 9457 answers in the language of the person who asked.</summary>
internal static class Problems
{
    /// <summary>A problem; <paramref name="values"/> fill {0}, {1} … of its sentence.</summary>
    public static ProblemHttpResult Of(HttpContext context, Problem problem, params object?[] values)
    {
        var language = ApiTexts.LanguageOf(context.Request);
        var name = NameOf(problem);
        return TypedResults.Problem(
            type: $"/problems/{name}",
            title: ApiTexts.Get(language, $"{name}.title"),
            detail: string.Format(CultureInfo.InvariantCulture, ApiTexts.Get(language, $"{name}.detail"), values),
            statusCode: StatusOf(problem),
            instance: context.Request.Path,
            extensions: new Dictionary<string, object?> { ["traceId"] = context.TraceIdentifier });
    }

    /// <summary>
    /// A problem of one field: <c>field</c> names it as the request does, <c>allowed</c> says what it may be, so that
    /// a screen shows the reason where it was typed.
    /// </summary>
    /// <param name="isLength">The figures that <paramref name="allowed"/> ends with count characters.</param>
    public static ProblemHttpResult AtField(
        HttpContext context, Problem problem, string field, string allowed, bool isLength = false)
    {
        allowed = isLength ? Characters(ApiTexts.LanguageOf(context.Request), allowed) : allowed;
        var refusal = Of(context, problem, field, allowed);
        refusal.ProblemDetails.Extensions["field"] = field;
        refusal.ProblemDetails.Extensions["allowed"] = allowed;
        return refusal;
    }

    /// <summary>A problem of one field whose own sentence says all.</summary>
    public static ProblemHttpResult SaidAtField(
        HttpContext context, Problem problem, string field, params object?[] values)
    {
        var refusal = Of(context, problem, values);
        refusal.ProblemDetails.Extensions["field"] = field;
        return refusal;
    }

    /// <summary>429 or 503 with the seconds after which it makes sense to ask again.</summary>
    public static ProblemHttpResult After(HttpContext context, Problem problem, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Of(context, problem, seconds);
    }

    public static string NameOf(Problem problem)
    {
        var name = problem.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static int StatusOf(Problem problem) => problem switch
    {
        Problem.BadRequest or Problem.BadCursor or Problem.BadPhone or Problem.BadAmount or Problem.FutureDay
            or Problem.BadTrunk or Problem.BadQueue or Problem.BadPhoneSetting
            or Problem.BadCampaign or Problem.BadScope or Problem.BadTerm or Problem.BadMailAddress
            or Problem.BadPeriod or Problem.BadPrice or Problem.BadMonth or Problem.FutureMonth
            or Problem.BadRecordingFilter
            or Problem.BadHold or Problem.BadRetention or Problem.RetentionTooShort or Problem.RetentionTooLong
            or Problem.RetentionInThePast =>
            StatusCodes.Status400BadRequest,
        Problem.NotSignedIn or Problem.WrongPassword => StatusCodes.Status401Unauthorized,
        Problem.NotAllowed or Problem.Forged or Problem.ForeignOrigin or Problem.NotSigned or Problem.LinkTaken
            or Problem.SharedPhone or Problem.SharedTrunk =>
            StatusCodes.Status403Forbidden,
        Problem.NotFound or Problem.UnknownAccount => StatusCodes.Status404NotFound,
        Problem.TrunkTaken or Problem.MessageNotHeard or Problem.Conflict or Problem.TakenBy or Problem.KeyReused
            or Problem.NoExtension or Problem.PhoneNotReady
            or Problem.PhoneInCall or Problem.NumberWithheld or Problem.NumberNotAllowed or Problem.DialLimit
            or Problem.NumberOutOfReach or Problem.PhoneTaken or Problem.MacTaken
            or Problem.NoLine or Problem.NobodyToCall or Problem.CampaignRefused or Problem.RegisterNotPostable
            or Problem.RegisterNotReversible or Problem.PostingNotReversible or Problem.AlreadySettled
            or Problem.SavedAsComment or Problem.TooManyPhotos or Problem.NoRecipients or Problem.TariffOverlaps
            or Problem.TariffGap or Problem.MonthClosed or Problem.MonthNotCharged or Problem.EarlierMonthOpen
            or Problem.RecordingGoing or Problem.RetentionDayTaken or Problem.KeysAreRotating =>
            StatusCodes.Status409Conflict,
        Problem.NotInCall or Problem.CallMoving or Problem.CallTaken or Problem.NobodyInCall or Problem.CallFull
            or Problem.LiftHandset => StatusCodes.Status409Conflict,
        Problem.BadLinePin => StatusCodes.Status400BadRequest,
        Problem.LinkEnded or Problem.CallGone => StatusCodes.Status410Gone,
        Problem.FileTooLarge or Problem.BigPhoto => StatusCodes.Status413PayloadTooLarge,
        Problem.NotAPhoto => StatusCodes.Status415UnsupportedMediaType,
        Problem.BrokenPhoto or Problem.HugePhoto or Problem.PollHourNotAllowed =>
            StatusCodes.Status422UnprocessableEntity,
        Problem.Invalid => StatusCodes.Status422UnprocessableEntity,
        Problem.NumberRefused or Problem.ScheduleRefused or Problem.MenuRefused or Problem.AnnouncementRefused
            or Problem.SoundRefused => StatusCodes.Status422UnprocessableEntity,
        Problem.NumberTaken or Problem.MenuChanged => StatusCodes.Status409Conflict,
        Problem.SpeechUnavailable => StatusCodes.Status503ServiceUnavailable,
        Problem.TooMany => StatusCodes.Status429TooManyRequests,
        Problem.Unavailable => StatusCodes.Status503ServiceUnavailable,
        Problem.Broken => StatusCodes.Status500InternalServerError,
    };

    private static string Characters(string language, string figures) => language switch
    {
        "uk" => $"{figures} знаків",
        "en" => $"{figures} characters",
        _ => $"{figures} знаков",
    };
}
