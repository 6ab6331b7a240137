using System.Globalization;

namespace Zhkh.Pbx.Sip;

/// <summary>What the verbs of one dialog share: who speaks, how requests leave, how answers are made.</summary>
internal sealed class DialogWire(SipCore core, Mailbox mailbox, DialogParts parts)
{
    public SipCore Core => core;

    public Mailbox Mailbox => mailbox;

    public DialogParts Parts => parts;

    public DialogSender Sender { get; } = new(core, mailbox, parts);

    public void Respond(
        ServerTransaction transaction, SipRequest request, Flow flow, int status, Action<SipResponse>? complete = null)
    {
        var response = request.CreateResponse(status, parts.LocalTag);
        ReplyRoute.Stamp(response, request, flow);
        if (status is StatusCode.MethodNotAllowed || request.Method == SipMethod.Options || complete is not null)
        {
            response.Headers.Add(HeaderName.Allow, parts.Allow);
        }

        if (request.Method == SipMethod.Options)
        {
            response.Headers.Add(HeaderName.Accept, MessageText.Sdp);
            response.Headers.Add(HeaderName.Supported, MessageText.Supported);
        }

        complete?.Invoke(response);
        transaction.Respond(response);
    }

    /// <summary>§14.2: something before it is not finished; come again in up to ten seconds.</summary>
    public void RespondLater(ServerTransaction transaction, SipRequest request, Flow flow) => Respond(
        transaction, request, flow, StatusCode.ServerInternalError,
        r => r.Headers.Add(
            HeaderName.RetryAfter, Random.Shared.Next(1, 10).ToString(CultureInfo.InvariantCulture)));
}
