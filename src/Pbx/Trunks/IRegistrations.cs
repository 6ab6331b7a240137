namespace Zhkh.Pbx.Trunks;

/// <summary>The one port through which is asked where a user is registered.</summary>
public interface IRegistrations
{
    /// <summary>Where the user can be reached now, the freshest first; empty when nowhere.</summary>
    IReadOnlyList<Binding> Find(string user);

    /// <summary>Users registered now.</summary>
    IReadOnlyList<string> Users();

    /// <summary>Ends all bindings of a user at once: it was removed, or has another password.</summary>
    void Forget(string user);
}
