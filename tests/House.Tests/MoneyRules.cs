using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zhkh.House.Tests;

/// <summary>L3: money is whole minor units, prices and quantities are decimal; a double would lose a kopeck.</summary>
public class MoneyRules
{
    [Fact]
    public void Billing_knows_no_floating_point() =>
        Debts.AssertNoNew("floating-money",
            from file in SourceFile.Product
            where file.Path.StartsWith("src/Billing/", StringComparison.Ordinal)
            from node in file.Root.DescendantNodes()
            where IsFloating(node)
            select $"{file.Path}:{file.LineOf(node)} {node}");

    [Fact]
    public void Money_is_rounded_in_one_place() =>
        Debts.AssertNoNew("rounding",
            from file in SourceFile.Product
            where file.Path.StartsWith("src/Billing/", StringComparison.Ordinal)
            where !file.Path.EndsWith("/Charges/Rounding.cs", StringComparison.Ordinal)
            from call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Round" } round
                && round.Expression.ToString() is "decimal" or "Math" && call.Parent is AssignmentExpressionSyntax
                    or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax
            select $"{file.Path}:{file.LineOf(call)}");

    private static bool IsFloating(SyntaxNode node) => node switch
    {
        PredefinedTypeSyntax type => type.Keyword.Kind() is SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword,
        LiteralExpressionSyntax { Token.Value: double or float } => true,
        IdentifierNameSyntax { Identifier.Text: "Double" or "Single" or "Half" } name =>
            name.Parent is not MemberAccessExpressionSyntax and not InvocationExpressionSyntax,
        _ => false,
    };
}
