namespace Pipeline.Core.Privacy;

/// <summary>How a sealed value came to be: names and classes, never anything of its content.</summary>
/// <param name="From">What was sealed first.</param>
/// <param name="Through">The transformations it went through since, in order.</param>
public sealed record SealedWay(string From, IReadOnlyList<Type> Through);

/// <summary>Is told of every opening of the sealed values it watches, and of all that is made of them, before it happens.</summary>
public interface IOpenings
{
    /// <summary>Somebody is about to open a value. Whatever this throws prevents it.</summary>
    /// <param name="way">How the value came to be.</param>
    /// <param name="by">The mechanism, transformation or audit.</param>
    void Opens(SealedWay way, Type by);
}
