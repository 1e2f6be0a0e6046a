using System.Diagnostics;
using Pipeline.Core.Corpora;

namespace Pipeline.Core.Privacy;

/// <summary>
/// A value that belongs to the people it describes. It can be sealed by anyone and opened only by a
/// <see cref="Mechanism{TReleased}"/>, a <see cref="PrivateTransformation{TIn, TOut}"/> or an audit (law 1):
/// there is no member through which other code could read it, format it or serialise it.
/// </summary>
/// <typeparam name="T">The sealed type.</typeparam>
[DebuggerDisplay("private")]
public sealed class Private<T>
    where T : notnull
{
    private readonly T value;
    private readonly SealedWay? way;
    private readonly IOpenings? watch;

    internal Private(T value) => this.value = value;

    internal Private(T value, SealedWay way, IOpenings watch) => (this.value, this.way, this.watch) = (value, way, watch);

    /// <summary>The same value, whose openings, and those of everything made of it, are told to a watch. It cannot be taken off again.</summary>
    /// <exception cref="InvalidOperationException">It is watched already.</exception>
    public Private<T> Watched(string name, IOpenings by) => watch is null
        ? new Private<T>(value, new SealedWay(name, []), by)
        : throw new InvalidOperationException("A sealed value that is watched cannot be given another watch.");

    internal T Open(Type by)
    {
        watch?.Opens(way!, by);
        return value;
    }

    /// <summary>Seals what a transformation made of this value; the watch goes with it.</summary>
    internal Private<TOut> Sealed<TOut>(TOut result, Type by)
        where TOut : notnull => watch is null ? new Private<TOut>(result) : new Private<TOut>(result, new SealedWay(way!.From, [.. way.Through, by]), watch);

    /// <summary>The same content in another form.</summary>
    internal Private<TOut> As<TOut>(Func<T, TOut> form)
        where TOut : notnull => watch is null ? new Private<TOut>(form(value)) : new Private<TOut>(form(value), way!, watch);

    /// <summary>Always the word "private".</summary>
    public override string ToString() => "private";
}

/// <summary>Makes private values.</summary>
public static class Private
{
    /// <summary>Seals a value. Sealing is always safe; the caller should keep no other reference.</summary>
    public static Private<T> Seal<T>(T value)
        where T : notnull => new(value);

    /// <summary>A sealed corpus as a sealed stream.</summary>
    public static Private<RecordStream> Stream(Private<Corpus> corpus) => corpus.As(RecordStream.Of);
}
