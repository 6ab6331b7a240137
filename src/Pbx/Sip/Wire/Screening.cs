namespace Zhkh.Pbx.Sip;

/// <summary>What is to be done with a message before anything else is known about it.</summary>
public enum ScreeningAction
{
    /// <summary>It is well-formed and understood: go on.</summary>
    Pass,

    /// <summary>Say nothing.</summary>
    Drop,

    /// <summary>Answer it without making any state.</summary>
    Answer,
}

/// <summary>The verdict of <see cref="RequestScreening"/>.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Status">The status of the answer; 0 when there is none.</param>
/// <param name="Reason">The phrase; RFC 3261 §21.4.1 wants it to say what is wrong.</param>
/// <param name="Field">The field the answer carries, or Other.</param>
/// <param name="Value">Its value.</param>
public readonly record struct Screening(
    ScreeningAction Action, int Status = 0, string? Reason = null, HeaderName Field = HeaderName.Other,
    string? Value = null)
{
    internal static readonly Screening Pass = new(ScreeningAction.Pass);
    internal static readonly Screening Drop = new(ScreeningAction.Drop);

    internal static Screening Answer(int status, string? reason = null) =>
        new(ScreeningAction.Answer, status, reason);

    internal static Screening Answer(int status, HeaderName field, string value) =>
        new(ScreeningAction.Answer, status, null, field, value);

    internal static Screening Bad(string reason) => new(ScreeningAction.Answer, StatusCode.BadRequest, reason);

    /// <summary>The answer of an <see cref="ScreeningAction.Answer"/>.</summary>
    /// <param name="request">The request, whole or recovered.</param>
    /// <param name="toTag">
    /// The tag for To. A stateless UAS makes it from the request (RFC 3261 §8.2.7), so that a retransmission gets
    /// the same one.
    /// </param>
    public SipResponse CreateAnswer(SipRequest request, string toTag)
    {
        var response = request.CreateResponse(Status, toTag, Reason);
        if (Field != HeaderName.Other && Value is not null)
        {
            response.Headers.Add(Field, Value);
        }

        return response;
    }
}
