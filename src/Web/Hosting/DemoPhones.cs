using System.Globalization;
using Zhkh.Pbx;
using Zhkh.Pbx.Storage;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Web.Hosting;

/// <summary>The phones 201–220 with the passwords everybody knows: they register in demo mode only.</summary>
internal sealed class DemoPhones(PhoneBook phones, PbxOptions options)
{
    private const int First = 201;
    private const int Last = 220;

    public Task AddAsync(CancellationToken cancel) => phones.AddAsync(
        [.. Enumerable.Range(First, Last - First + 1)
            .Select(number => number.ToString(CultureInfo.InvariantCulture))
            .Select(user => Extension.WithPassword(user, "", options.Realm, "demo" + user))],
        isDemo: true, cancel);
}
