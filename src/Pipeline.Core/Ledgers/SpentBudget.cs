using Pipeline.Core.Privacy;
using Pipeline.Core.Privacy.Accounting;

namespace Pipeline.Core.Ledgers;

/// <summary>Every budget ever spent on a source.</summary>
public sealed class SpentBudget
{
    /// <summary>Composes what was spent.</summary>
    /// <param name="losses">One for each mechanism run.</param>
    public SpentBudget(IReadOnlyList<SpentLoss> losses)
    {
        Losses = losses;
        Account = Composition.Account(losses);
        ByUnit =
        [
            .. losses.GroupBy(loss => (loss.Unit, loss.Neighbours))
                .Select(own => new UnitSpending(own.Key.Unit, own.Key.Neighbours, own.Count(), Composition.Account([.. own])!)),
        ];
    }

    /// <summary>Composes what entries say was spent; others are passed over.</summary>
    public static SpentBudget Of(IEnumerable<LedgerEntry> entries) => new([.. entries.Where(entry => entry.Event == LedgerEvent.BudgetSpent).Select(Spending.Read)]);

    /// <summary>What each run cost.</summary>
    public IReadOnlyList<SpentLoss> Losses { get; }

    /// <summary>Mechanism runs.</summary>
    public int Runs => Losses.Count;

    /// <summary>All of them together; null when they protect different units or compare different neighbours, which never add up.</summary>
    public IPrivacyAccount? Account { get; }

    /// <summary>The same apart for each unit and relation: what is proved of one says nothing about another.</summary>
    public IReadOnlyList<UnitSpending> ByUnit { get; }

    /// <summary>Gaussian differential privacy of all; positive infinity where there is none, or no common bound.</summary>
    public double Mu => Account?.Mu ?? double.PositiveInfinity;

    /// <summary>epsilon of all at a delta; positive infinity when nothing is proved of them together.</summary>
    public double EpsilonAt(double delta) => Account?.Epsilon(delta) ?? double.PositiveInfinity;

    /// <summary>With more runs.</summary>
    public SpentBudget With(IEnumerable<PrivacyClaim> claims) => new([.. Losses, .. claims.Select(claim => claim.Spent)]);
}

/// <summary>What was spent on one kind of unit under one relation.</summary>
/// <param name="Unit">Whom it protects.</param>
/// <param name="Neighbours">The relation.</param>
/// <param name="Runs">Mechanism runs.</param>
/// <param name="Account">All of them together.</param>
public sealed record UnitSpending(string Unit, Neighbours Neighbours, int Runs, IPrivacyAccount Account);
