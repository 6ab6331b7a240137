namespace Zhkh.Pbx.Ivr;

/// <summary>
/// What a key may do: a closed list, each a flow in C#. The graph stays code; which of them, in which order and under
/// which key is data.
/// </summary>
public enum MenuAction
{
    Readings,
    Balance,

    /// <summary>The dispatchers' line.</summary>
    Person,

    /// <summary>A line named by the item.</summary>
    Queue,
    Voicemail,
    Language,

    /// <summary>Says the text the item names, and the menu again.</summary>
    Announcement,

    /// <summary>The emergency line.</summary>
    Emergency,

    /// <summary>Goes on as if another number of ours had been dialled.</summary>
    OtherNumber,
}

/// <summary>One thing a caller can choose.</summary>
/// <param name="Key">A digit.</param>
/// <param name="Target">A line, a number of ours or a text, as the action asks; else null.</param>
/// <param name="Text">
/// Id of what is said before «нажмите …»; null: the sentence the action has of its own.
/// </param>
/// <param name="IsOn">An item that is off is neither said nor heard, and keeps its place.</param>
public sealed record MenuItem(
    string Key, MenuAction Action, string? Target = null, string? Text = null, bool IsOn = true);

/// <summary>What a menu is in one mode.</summary>
/// <param name="Items">In the order they are said.</param>
/// <param name="Greeting">Id of a text said instead of «Вы позвонили в …»; null: that.</param>
/// <param name="WithoutPerson">Nobody is reached in this mode; the notice says so.</param>
/// <param name="Notice">Id of that text; null: the sentence the mode has of its own.</param>
public sealed record MenuVariant(
    IReadOnlyList<MenuItem> Items, string? Greeting = null, bool WithoutPerson = false, string? Notice = null)
{
    /// <summary>The items that are said and heard.</summary>
    internal IEnumerable<MenuItem> On => Items.Where(item => item.IsOn);

    /// <summary>The item of a key, or null.</summary>
    internal MenuItem? Find(char key) => On.FirstOrDefault(item => item.Key[0] == key);

    /// <summary>Whether something that is on does this.</summary>
    internal bool Offers(MenuAction action) => On.Any(item => item.Action == action);
}

/// <summary>A menu: <see cref="LineMode.Open"/> at least; a mode it does not name is answered as that one.</summary>
public sealed record Menu(IReadOnlyDictionary<LineMode, MenuVariant> Variants);

/// <summary>A published menu; it never changes again.</summary>
/// <param name="Version">From 1; 0 is the one built in.</param>
public sealed record MenuVersion(
    int Version, DateTimeOffset EffectiveFrom, string Why, string By, DateTimeOffset PublishedAt, Menu Menu);

/// <summary>A menu of an organisation with all its versions, the oldest first.</summary>
public sealed record NamedMenu(string Organisation, string Code, IReadOnlyList<MenuVersion> Versions);
