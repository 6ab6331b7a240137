namespace Zhkh.Pbx.Sip;

/// <summary>Default ports of RFC 3261 §19.1.2.</summary>
internal static class SipPorts
{
    public const int Default = 5060;
}
