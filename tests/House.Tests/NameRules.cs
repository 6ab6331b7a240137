using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhkh.House.Tests;

/// <summary>A name that says "I could not find the noun" attracts strangers.</summary>
public partial class NameRules
{
    [Fact]
    public void No_type_is_called_manager_helper_util_common_base_processor_handler_or_service() =>
        Debts.AssertNoNew("empty-name",
            from file in SourceFile.All
            from type in file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            where EmptyName().IsMatch(type.Identifier.Text)
            select $"{file.Path} {type.Identifier.Text}");

    [Fact]
    public void A_file_is_called_by_a_type_it_holds() =>
        Debts.AssertNoNew("file-name",
            from file in SourceFile.Product
            let types = file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(t => t.Identifier.Text)
                .Concat(file.Root.DescendantNodes().OfType<DelegateDeclarationSyntax>().Select(d => d.Identifier.Text))
                .ToList()
            let name = Path.GetFileNameWithoutExtension(file.Path).Split('.')[0]
            where types.Count > 0 && name != "Program" && !types.Contains(name)
            select file.Path);

    [Fact]
    public void Namespaces_follow_the_house()
    {
        Debts.AssertNoNew("namespace",
            from file in SourceFile.Product
            from space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            let expected = Expected(file.Path)
            where space.Name.ToString() != expected
            select $"{file.Path} {space.Name}");
    }

    // Dispatch and Billing are flat; in Pbx and Web the first folder is the namespace, its sub-folders are not.
    private static string Expected(string path)
    {
        var parts = path.Split('/');
        var module = parts[1];
        return parts[0] == "src" && module is "Pbx" or "Web" && parts.Length > 3
            ? $"Zhkh.{module}.{parts[2]}"
            : parts[0] == "src" ? $"Zhkh.{module}" : $"Zhkh.Bench";
    }

    // A Service alone is the domain's noun: what a resident pays for (ХВС, отопление).
    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Common|Misc|Base|Processor|Handler|(?<=.)Service)$")]
    private static partial Regex EmptyName();
}
