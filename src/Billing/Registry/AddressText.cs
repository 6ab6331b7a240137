namespace Zhkh.Billing;

/// <summary>An address in one line. The words are the same in both languages served.</summary>
internal static class AddressText
{
    public static string Of(string street, string house, string flat) => $"{street}, {house}, кв. {flat}";
}
