using System.Net;

namespace Zhkh.Pbx.Sip;

/// <summary>Who is who, from memory: asked for each message, so it may not wait for anything.</summary>
public interface IPeerDirectory
{
    /// <summary>True when the address belongs to an operator's trunk.</summary>
    bool IsTrunk(IPAddress source);

    /// <summary>What the rules of a trunk find in its request; null when nobody made rules.</summary>
    TrunkCall? TrunkCallOf(SipRequest request, Flow flow) => null;

    /// <summary>The credentials of a phone; null when there is no such extension or it is disabled.</summary>
    ExtensionCredentials? Extension(string user);

    /// <summary>
    /// True when a caller of this name has to show credentials. Numbers reserved for phones belong here too, in use or
    /// not: then the difference between 401 and 404 tells a scanner nothing.
    /// </summary>
    bool NamesExtension(string user) => Extension(user) is not null;
}
