namespace Zhkh.Pbx.Trunks;

/// <summary>The one port through which is asked where a user is registered.</summary>
public interface IRegistrations
{
    /// <summary>Where the user can be reached now, the freshest first; empty when nowhere.</summary>
    IReadOnlyList<Binding> Find(string user);

    /// <summary>Users registered now.</summary>
    IReadOnlyList<string> Users();
}
