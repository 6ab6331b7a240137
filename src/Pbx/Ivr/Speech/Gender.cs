namespace Zhkh.Pbx.Ivr;

/// <summary>The gender a counted noun gives to 1 and 2 before it (DOMAIN §6.5).</summary>
internal enum Gender
{
    Masculine,
    Feminine,
    Neuter,
}
