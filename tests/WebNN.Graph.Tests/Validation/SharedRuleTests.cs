using static WebNN.Tests.Make;

namespace WebNN.Tests.Validation;

/// <summary>
/// The steps of the algorithms that are no operation's: descriptors, input, constant, build, createTensor, createConstantTensor, readTensor,
/// writeTensor, dispatch. Each rule has a call that breaks it alone, the error, what it says, and the nearest call that keeps it.
/// </summary>
public sealed class SharedRuleTests
{
    private static readonly int[] sixteen = [.. Enumerable.Repeat(1, 16)], seventeen = [.. Enumerable.Repeat(1, 17)];

    private static readonly SharedRule[] rules =
    [
        new("builder: the context is not lost", s => new MLGraphBuilder(s.Lost().Context), "the MLContext is lost", s => new MLGraphBuilder(s.Context), "InvalidStateError"),
        new("descriptor: dimensions are valid", s => s.Builder.Input("x", F32(2, 0)), "shape [2,0] has dimension 0", s => s.Builder.Input("x", F32(2, 1))),
        new("descriptor: the byte length is within the limit", s => s.Builder.Input("x", F32(1 << 29)), "f32[536870912] is too large", s => s.Builder.Input("x", F32((1 << 29) - 1))),
        new("descriptor: the byte length does not overflow", s => s.Builder.Input("x", F32(int.MaxValue, int.MaxValue, int.MaxValue)), "is too large", s => s.Builder.Input("x", F32(1, 1, 1))),
        new("descriptor: the rank is within the context's limit", s => s.Builder.Input("x", F32(seventeen)), "input 'x' has too many axes", s => s.Builder.Input("x", F32(sixteen))),
        new("input: the name is not empty", s => s.Builder.Input("", F32(1)), "name", s => s.Builder.Input("x", F32(1))),
        new("input: the name is new", s => s.Builder.Input(s.X.InputName!, F32(1)), "input 'a' exists already", s => s.Builder.Input("b", F32(1))),
        new("input: the builder can build", s => s.Built().Input("z", F32(1)), "this MLGraphBuilder has built", s => s.Builder.Input("z", F32(1)), "InvalidStateError"),
        new("constant: the byte length is the descriptor's", s => s.Builder.Constant(F32(2), new byte[9]), "constant f32[2] needs 8 bytes; got 9", s => s.Builder.Constant(F32(2), new byte[8])),
        new("constant: the rank is within the context's limit", s => s.Builder.Constant(F32(seventeen), new byte[4]), "a constant has too many axes", s => s.Builder.Constant(F32(sixteen), new byte[4])),
        new("constant: the builder can build", s => s.Built().Constant(F32(1), new byte[4]), "this MLGraphBuilder has built", s => s.Builder.Constant(F32(1), new byte[4]), "InvalidStateError"),
        new("constant of a type: the type is one of the enumeration", s => s.Builder.Constant((MLOperandDataType)99, 1), "99", s => s.Builder.Constant(MLOperandDataType.Uint64, 1)),
        new("constant of a type: the builder can build", s => s.Built().Constant(MLOperandDataType.Uint64, 1), "this MLGraphBuilder has built", s => s.Builder.Constant(MLOperandDataType.Uint64, 1), "InvalidStateError"),
        new("constant of a tensor: the tensor is constant", s => s.Builder.Constant(s.Tensor), "tensor u8[2] is not constant", s => s.Builder.Constant(s.Fixed)),
        new("constant of a tensor: the tensor is this context's", s => s.Builder.Constant(s.Foreign.Fixed), "tensor u8[2] is another MLContext's", s => s.Builder.Constant(s.Fixed)),
        new("constant of a tensor: the tensor is not destroyed", s => s.Builder.Constant(Scene.Destroyed(s.Fixed)), "tensor u8[2] is destroyed", s => s.Builder.Constant(s.Fixed)),
        new("constant of a tensor: the builder can build", s => s.Built().Constant(s.Fixed), "this MLGraphBuilder has built", s => s.Builder.Constant(s.Fixed), "InvalidStateError"),
        new("constant of a tensor: the tensor's rules precede the builder's", s => s.Built().Constant(s.Tensor), "tensor u8[2] is not constant", s => s.Builder.Constant(s.Fixed)),
        new("build: there are outputs", s => s.Builder.Build(), "a graph needs at least one output", s => s.Builder.Build(new MLNamedOperand("y", s.Y))),
        new("build: no name is empty", s => s.Builder.Build(new MLNamedOperand("", s.Y)), "name", s => s.Builder.Build(new MLNamedOperand("y", s.Y))),
        new("build: names are different", s => s.Builder.Build(new("y", s.Y), new("y", s.Y)), "output 'y' exists already", s => s.Builder.Build(new("y", s.Y), new("z", s.Y))),
        new("build: no output is another builder's", s => s.Builder.Build(new MLNamedOperand("y", s.Foreign.Y)), "output 'y' belongs to another MLGraphBuilder", s => s.Builder.Build(new MLNamedOperand("y", s.Y))),
        new("build: no output is an input", s => s.Builder.Build(new MLNamedOperand("y", s.X)), "output 'y' is an input", s => s.Builder.Build(new MLNamedOperand("y", s.Builder.Identity(s.X)))),
        new("build: no output is a constant", s => s.Builder.Build(new MLNamedOperand("y", s.Constant)), "output 'y' is a constant", s => s.Builder.Build(new MLNamedOperand("y", s.Builder.Identity(s.Constant)))),
        new("build: once", s => s.Built().Build(new MLNamedOperand("y", s.Y)), "this MLGraphBuilder has built", s => s.Builder.Build(new MLNamedOperand("y", s.Y)), "InvalidStateError"),
        new("build: the context is not lost", s => s.Lost().Builder.Build(new MLNamedOperand("y", s.Y)), "the MLContext is lost", s => s.Builder.Build(new MLNamedOperand("y", s.Y)), "InvalidStateError"),
        new("createTensor: the rank is within the context's limit", s => s.Context.CreateTensor(F32(seventeen)), "has too many axes", s => s.Context.CreateTensor(F32(sixteen))),
        new("createTensor: the context is not lost", s => s.Lost().Context.CreateTensor(F32(1)), "the MLContext is lost", s => s.Context.CreateTensor(F32(1)), "InvalidStateError"),
        new("createConstantTensor: the byte length is the descriptor's", s => s.Context.CreateConstantTensor(U8(2), new byte[3]), "tensor u8[2] holds 2 bytes; got 3", s => s.Context.CreateConstantTensor(U8(2), new byte[2])),
        new("createConstantTensor: the context is not lost", s => s.Lost().Context.CreateConstantTensor(U8(1), new byte[1]), "the MLContext is lost", s => s.Context.CreateConstantTensor(U8(1), new byte[1]), "InvalidStateError"),
        new("readTensor: the tensor is readable", s => s.Context.ReadTensor(s.Unreadable), "tensor u8[2] is not readable", s => s.Context.ReadTensor(s.Tensor)),
        new("readTensor: the tensor is this context's", s => s.Context.ReadTensor(s.Foreign.Tensor), "another MLContext", s => s.Context.ReadTensor(s.Tensor)),
        new("readTensor: the tensor is this context's, lost or not", s => s.Lost().Context.ReadTensor(s.Foreign.Tensor), "another MLContext", s => s.Context.ReadTensor(s.Tensor)),
        new("readTensor: the tensor is not destroyed", s => s.Context.ReadTensor(Scene.Destroyed(s.Tensor)), "tensor u8[2] is destroyed", s => s.Context.ReadTensor(s.Tensor)),
        new("readTensor: what it is read into is long enough", s => s.Into(1), "Destination is too short", s => s.Into(3)),
        new("readTensor: the context is not lost", s => s.Lost().Context.ReadTensor(s.Tensor), "the MLContext is lost", s => s.Context.ReadTensor(s.Tensor), "InvalidStateError"),
        new("writeTensor: the tensor is writable", s => s.Write(s.Unwritable), "tensor u8[2] is not writable", s => s.Write(s.Tensor)),
        new("writeTensor: no constant tensor is writable", s => s.Write(s.Fixed), "tensor u8[2] is not writable", s => s.Write(s.Tensor)),
        new("writeTensor: the tensor is this context's", s => s.Write(s.Foreign.Tensor), "another MLContext", s => s.Write(s.Tensor)),
        new("writeTensor: the tensor is not destroyed", s => s.Write(Scene.Destroyed(s.Tensor)), "tensor u8[2] is destroyed", s => s.Write(s.Tensor)),
        new("writeTensor: the byte length is the tensor's", s => s.Write(s.Tensor, 3), "tensor u8[2] holds 2 bytes; got 3", s => s.Write(s.Tensor, 2)),
        new("writeTensor: the context is not lost", s => s.Lost().Write(s.Tensor), "the MLContext is lost", s => s.Write(s.Tensor), "InvalidStateError"),
        new("dispatch: the graph is this context's", s => s.Dispatch(s.Foreign.Graph, s.Tensor, s.Other), "the graph was built on another MLContext", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: the graph is this context's, lost or not", s => s.Lost().Dispatch(s.Foreign.Graph, s.Tensor, s.Other), "the graph was built on another MLContext", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: the graph is not destroyed", s => s.Dispatch(Scene.Destroyed(s.Graph), s.Tensor, s.Other), "disposed", s => s.Dispatch(s.Graph, s.Tensor, s.Other), "InvalidStateError"),
        new("dispatch: every input has a tensor", s => s.DispatchNamed(s.Graph, [], new() { ["y"] = s.Other }), "the graph has 1 inputs (a); got 0", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: every name is an input's", s => s.DispatchNamed(s.Graph, new() { ["z"] = s.Tensor }, new() { ["y"] = s.Other }), "input 'a' has no tensor", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: every name is an output's", s => s.DispatchNamed(s.Graph, new() { ["a"] = s.Tensor }, new() { ["z"] = s.Other }), "output 'y' has no tensor", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: an input's tensor has its descriptor", s => s.Dispatch(s.Graph, s.Context.CreateTensor(U8(1, 2)), s.Other), "input 'a' needs another tensor (expected u8[2], found u8[1,2])", s => s.Dispatch(s.Graph, s.Context.CreateTensor(U8(2)), s.Other)),
        new("dispatch: an output's tensor has its descriptor", s => s.Dispatch(s.Graph, s.Tensor, s.Context.CreateTensor(I8(2))), "output 'y' needs another tensor (expected u8[2], found i8[2])", s => s.Dispatch(s.Graph, s.Tensor, s.Context.CreateTensor(U8(2)))),
        new("dispatch: no input is a constant tensor", s => s.Dispatch(s.Graph, s.Fixed, s.Other), "found constant u8[2]", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: no output is a constant tensor", s => s.Dispatch(s.Graph, s.Tensor, s.Fixed), "found constant u8[2]", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: no tensor is another context's", s => s.Dispatch(s.Graph, s.Foreign.Tensor, s.Other), "another MLContext", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: no tensor is destroyed", s => s.Dispatch(s.Graph, Scene.Destroyed(s.Tensor), s.Other), "tensor u8[2] is destroyed", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: no tensor is bound twice", s => s.Dispatch(s.Graph, s.Tensor, s.Tensor), "tensor u8[2] is bound twice", s => s.Dispatch(s.Graph, s.Tensor, s.Other)),
        new("dispatch: the context is not lost", s => s.Lost().Dispatch(s.Graph, s.Tensor, s.Other), "the MLContext is lost", s => s.Dispatch(s.Graph, s.Tensor, s.Other), "InvalidStateError"),
    ];

    public static TheoryData<string> Rules => [.. rules.Select(rule => rule.Text)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_call_that_breaks_one_rule_is_refused_and_its_neighbour_is_not(string text)
    {
        var rule = rules.Single(each => each.Text == text);
        var error = Assert.ThrowsAny<Exception>(() => rule.Broken(new()));
        Assert.Equal(rule.Error, MLError.NameOf(error));
        Assert.Contains(rule.Message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(rule.Kept(new()));
    }

    private sealed record SharedRule(string Text, Func<Scene, object> Broken, string Message, Func<Scene, object> Kept, string Error = "TypeError");
}
