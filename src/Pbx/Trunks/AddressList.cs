using System.Net;

namespace Zhkh.Pbx.Trunks;

/// <summary>Addresses and networks, as <c>--trunk-peers 127.0.0.1,127.0.46.0/24</c> spells them.</summary>
public sealed class AddressList
{
    private readonly HashSet<IPAddress> _addresses = [];
    private readonly List<IPNetwork> _networks = [];

    /// <summary>Nobody.</summary>
    public static AddressList Empty { get; } = new();

    /// <summary>Reads a list separated by commas or blanks.</summary>
    /// <exception cref="FormatException">Names the part that is neither an address nor a network.</exception>
    public static AddressList Parse(string text)
    {
        var list = new AddressList();
        foreach (var part in text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(part, out var address))
            {
                list._addresses.Add(Plain(address));
            }
            else if (IPNetwork.TryParse(part, out var network))
            {
                list._networks.Add(network);
            }
            else
            {
                throw new FormatException($"'{part}' is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return list;
    }

    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        if (_addresses.Contains(plain))
        {
            return true;
        }

        foreach (var network in _networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
