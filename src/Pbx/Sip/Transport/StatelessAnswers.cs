using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Zhkh.Pbx.Sip;

/// <summary>Answers requests without remembering them (RFC 3261 §8.2.7): one answer for each copy that comes.</summary>
internal sealed class StatelessAnswers(SipCore core)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public void Send(
        SipRequest request, Flow flow, int status, params ReadOnlySpan<(HeaderName Name, string Value)> fields)
    {
        var response = request.CreateResponse(status, TagOf(request));
        foreach (var (name, value) in fields)
        {
            response.Headers.Add(name, value);
        }

        Send(request, flow, response);
    }

    public void Send(SipRequest request, Flow flow, Screening verdict) =>
        Send(request, flow, verdict.CreateAnswer(request, TagOf(request)));

    private void Send(SipRequest request, Flow flow, SipResponse response)
    {
        ReplyRoute.Stamp(response, request, flow);
        SipMetrics.Stateless.Add(1);
        if (core.Log.IsEnabled(LogLevel.Debug))
        {
            SipLog.Stateless(
                core.Log, LogText.Of(request.Method.Name), LogText.Of(request.Headers[HeaderName.CallId]),
                response.Status);
        }

        ReplyRoute.Of(request, flow).Send(SipWriter.ToBytes(response));
    }

    /// <summary>The same request gets the same tag, though nothing was kept.</summary>
    private string TagOf(SipRequest request)
    {
        var text = request.Headers[HeaderName.CallId] + "\n" + request.Headers[HeaderName.From] + "\n"
            + request.Headers[HeaderName.CSeq];
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.Latin1.GetBytes(text), mac);
        return Convert.ToHexStringLower(mac[..8]);
    }
}
