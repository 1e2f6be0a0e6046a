namespace Pipeline.Core.Privacy.Accounting;

/// <summary>A neighbouring relation as a type, so that the compiler keeps bounds of different relations apart.</summary>
public interface INeighbouringRelation
{
    /// <summary>The relation as files and ledgers name it.</summary>
    static abstract Neighbours Relation { get; }
}

/// <summary>Data sets differ by adding or removing every record of one unit.</summary>
public sealed class AddOrRemove : INeighbouringRelation
{
    private AddOrRemove()
    {
    }

    /// <inheritdoc/>
    public static Neighbours Relation => Neighbours.AddOrRemoveOneUnit;
}

/// <summary>Data sets differ by replacing the records of one unit.</summary>
public sealed class ReplaceOne : INeighbouringRelation
{
    private ReplaceOne()
    {
    }

    /// <inheritdoc/>
    public static Neighbours Relation => Neighbours.ReplaceOneUnit;
}

/// <summary>Marks a loss that is proved for a relation. Poisson sampling, for one, is analysed for adding and removing only.</summary>
/// <typeparam name="TNeighbours">The relation.</typeparam>
public interface IProvedFor<TNeighbours>
    where TNeighbours : INeighbouringRelation;

/// <summary>Which of two neighbours is tested against the other. A bound must hold in both directions.</summary>
public enum Direction
{
    /// <summary>The data with the unit against the data without it.</summary>
    Remove,

    /// <summary>The data without the unit against the data with it.</summary>
    Add,
}
