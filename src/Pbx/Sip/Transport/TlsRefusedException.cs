using System.Security.Authentication;

namespace Zhkh.Pbx.Sip;

/// <summary>Both sides did not agree on TLS, or the server proved to be somebody else.</summary>
internal sealed class TlsRefusedException(FlowFault fault, Exception inner)
    : AuthenticationException(inner.Message, inner)
{
    public FlowFault Fault => fault;
}
