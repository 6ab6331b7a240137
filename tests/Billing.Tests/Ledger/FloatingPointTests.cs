using System.Reflection;
using System.Reflection.Emit;

namespace Zhkh.Billing.Tests;

/// <summary>L3 by the compiled code: the house test reads the source, this reads what became of it.</summary>
public sealed class FloatingPointTests
{
    private static readonly Type[] Floating = [typeof(double), typeof(float), typeof(Half)];

    // ldc.r4, ldc.r8, conv.r4, conv.r8, conv.r.un: the instructions that make a floating-point number out of nothing.
    private static readonly short[] Making =
    [
        OpCodes.Ldc_R4.Value, OpCodes.Ldc_R8.Value, OpCodes.Conv_R4.Value, OpCodes.Conv_R8.Value,
        OpCodes.Conv_R_Un.Value,
    ];

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    [Fact]
    public void The_assembly_of_money_holds_no_floating_point()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
            | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var types = typeof(Ledger).Assembly.GetTypes();
        var found = types.SelectMany(t => t.GetFields(all)).Where(f => Floating.Contains(f.FieldType))
            .Select(f => $"{f.DeclaringType}.{f.Name}").ToList();
        var methods = types.SelectMany(t => t.GetMethods(all).Cast<MethodBase>().Concat(t.GetConstructors(all)))
            .Where(m => m.GetMethodBody() is not null).ToList();
        Assert.True(methods.Count > 500);
        found.AddRange(methods.Where(m => m.GetMethodBody()!.LocalVariables.Any(l => Floating.Contains(l.LocalType))
            || m.GetParameters().Any(p => Floating.Contains(p.ParameterType))
            || Instructions(m.GetMethodBody()!.GetILAsByteArray()!).Any(Making.Contains))
            .Select(m => $"{m.DeclaringType}.{m.Name}"));
        Assert.Empty(found);
    }

    [Fact]
    public void The_scan_sees_a_floating_point_number()
    {
        var method = GetType().GetMethod(nameof(Third), BindingFlags.NonPublic | BindingFlags.Static)!;
        Assert.Contains(Instructions(method.GetMethodBody()!.GetILAsByteArray()!), Making.Contains);
    }

    private static double Third(long of) => of / 3.0;

    private static IEnumerable<short> Instructions(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? unchecked((short)(0xFE00 | il[at + 1])) : il[at];
            var code = Codes[value];
            at += code.Size;
            yield return value;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
